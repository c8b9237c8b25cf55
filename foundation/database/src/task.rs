//! A closure on its way through the door: run as often as needed, answered once, after the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tokio::sync::oneshot;

use crate::{DatabaseError, Tx};

/// Longer than this holds up everybody behind; it is logged so that somebody cuts the work into batches.
const SLOW_MS: u128 = 200;

/// What the door needs of a closure, whatever its answer's type.
pub(crate) trait Job: Send {
    /// Runs the closure and keeps its outcome; true when it succeeded.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Sends the kept outcome, or the failure that came over the whole transaction.
    fn answer(self: Box<Self>, failure: Option<DatabaseError>);
}

pub(crate) struct Task<F, T, E> {
    work: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Task<F, T, E> {
    pub(crate) fn new(work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Task { work, outcome: None, reply }, answer)
    }
}

impl<F, T, E> Job for Task<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DatabaseError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let began = Instant::now();
        let ran = catch_unwind(AssertUnwindSafe(|| {
            let outcome = (self.work)(tx)?;
            tx.write_changes()?;
            match tx.failure() {
                // PostgreSQL would answer the commit of such a transaction with "done" and keep nothing.
                Some(swallowed) if tx.wrote() => Err(swallowed.clone().into()),
                _ => Ok(outcome),
            }
        }));
        let took_ms = began.elapsed().as_millis();
        if took_ms > SLOW_MS {
            tracing::warn!(took_ms, work = std::any::type_name::<F>(), "a closure held the database long");
        }
        let outcome = ran.unwrap_or_else(|_| Err(DatabaseError::Broken("a closure panicked".to_owned()).into()));
        let good = outcome.is_ok();
        self.outcome = Some(outcome);
        good
    }

    fn answer(self: Box<Self>, failure: Option<DatabaseError>) {
        let outcome = match (failure, self.outcome) {
            (Some(failure), _) => Err(failure.into()),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(DatabaseError::Broken("the closure was never run".to_owned()).into()),
        };
        // Nobody may be listening any more, when the visitor went away; what was committed stays.
        drop(self.reply.send(outcome));
    }
}
