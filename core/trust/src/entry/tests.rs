//! The path of an entry as a table, and what no sequence of acts can do.

use proptest::prelude::*;

use super::*;

fn steps(kinds: &[StepKind]) -> Vec<Step> {
    kinds.iter().map(|kind| Step { kind: *kind, by: String::new(), days: 5, quorum_percent: 50 }).collect()
}

const POINTS: &[StepKind] = &[StepKind::Appraise, StepKind::Notice, StepKind::Decide];
const LONG: &[StepKind] =
    &[StepKind::Appraise, StepKind::Review, StepKind::Notice, StepKind::Review, StepKind::Decide, StepKind::Announce, StepKind::Sign];
const ACTS: [Act; 12] = [
    Act::Pass,
    Act::Fail,
    Act::Defer,
    Act::Return,
    Act::Amend,
    Act::End,
    Act::Object,
    Act::Keep,
    Act::Change,
    Act::Strike,
    Act::Reconsider,
    Act::TakeBack,
];

fn walk(kinds: &[StepKind], acts: &[Act]) -> Option<(usize, State)> {
    let steps = steps(kinds);
    let begin = Some(Standing { step: 0, state: State::Open });
    acts.iter().fold(begin, |at, act| after(&steps, at?, *act)).map(|at| (at.step, at.state))
}

#[test]
fn the_path_is_as_the_village_knows_it() {
    use Act::*;
    for (kinds, acts, expected) in [
        (POINTS, &[Pass][..], Some((1, State::Open))),
        (POINTS, &[Fail], Some((0, State::Failed))),
        (POINTS, &[Defer], Some((0, State::Deferred))),
        (POINTS, &[Fail, Pass], None),
        (POINTS, &[Pass, Pass], None),
        (POINTS, &[Pass, End], Some((2, State::Open))),
        (POINTS, &[Pass, End, Pass], Some((3, State::Done))),
        (POINTS, &[Pass, Object], Some((1, State::Objected))),
        (POINTS, &[Pass, Object, End], None),
        (POINTS, &[Pass, Object, Keep, End, Pass], Some((3, State::Done))),
        (POINTS, &[Pass, Object, Change, End], Some((2, State::Open))),
        (POINTS, &[Pass, Object, Strike], Some((1, State::Struck))),
        (POINTS, &[Pass, Object, Strike, TakeBack], None),
        // More than the meeting gave goes back to a meeting.
        (POINTS, &[Pass, Object, Reconsider], Some((0, State::Open))),
        (POINTS, &[Reconsider], None),
        (POINTS, &[Pass, TakeBack], Some((0, State::Open))),
        (POINTS, &[Fail, TakeBack, Pass], Some((1, State::Open))),
        (POINTS, &[Defer, TakeBack], Some((0, State::Open))),
        (POINTS, &[TakeBack], None),
        (POINTS, &[Pass, End, TakeBack], None),
        (LONG, &[Pass, Pass, TakeBack], None),
        // Handed in on paper within the days, entered the day after.
        (POINTS, &[Pass, End, Object], Some((1, State::Objected))),
        (POINTS, &[Pass, End, Pass, Object], None),
        (POINTS, &[Object], None),
        (LONG, &[Pass, Return], Some((1, State::Returned))),
        (LONG, &[Pass, Return, Amend], Some((0, State::Open))),
        (LONG, &[Pass, Return, Pass], None),
        (LONG, &[Pass, Pass, End, Pass, Pass, End, Pass], Some((7, State::Done))),
    ] {
        assert_eq!(walk(kinds, acts), expected, "{acts:?}");
    }
}

#[test]
fn every_state_is_read_back_from_its_word() {
    for state in State::ALL {
        assert_eq!(state.to_string().parse(), Ok(state));
    }
    assert_eq!("waiting".parse::<State>(), Err(NotAState));
}

proptest! {
    /// However the acts come, an entry that is done has passed every step in order, and nothing moves one that is at rest.
    #[test]
    fn nobody_gets_around_a_step(long: bool, acts in proptest::collection::vec(proptest::sample::select(&ACTS), 0..40)) {
        let steps = steps(if long { LONG } else { POINTS });
        let mut at = Standing { step: 0, state: State::Open };
        let mut taken = vec![false; steps.len()];
        for act in acts {
            let Some(next) = after(&steps, at, act) else { continue };
            let noted_wrongly = act == Act::TakeBack && matches!(at.state, State::Failed | State::Deferred);
            prop_assert!(!at.state.is_final() || noted_wrongly, "{act:?} moved what was at rest");
            prop_assert!(next.step <= at.step + 1, "{act:?} skipped a step");
            if next.step == at.step + 1 {
                taken[at.step] = true;
            } else if next.step < at.step {
                taken[next.step..].fill(false);
            }
            at = next;
        }
        if at.state == State::Done {
            prop_assert!(taken.iter().all(|taken| *taken));
        }
    }
}
