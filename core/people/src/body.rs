//! The body of a form, read as it comes along: neither longer than it may be nor slower than any line is.

use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};
use pages::{Message, PageError};

/// So much has to come in so long: 400 bytes a second, which the slowest telephone line does. Whoever sends a byte now and then is told
/// so and hung up on, instead of holding a connection for days.
const PACE_BYTES: usize = 8 * 1024;
const PACE: Duration = Duration::from_secs(20);

/// Reads the body whole.
pub(crate) async fn gathered(mut body: Body, limit: usize) -> Result<Bytes, PageError> {
    // What says beforehand that it is too long is not waited for.
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    let mut all = Vec::new();
    loop {
        let wanted = all.len() + PACE_BYTES;
        let came = tokio::time::timeout(PACE, more(&mut body, &mut all, wanted, limit)).await;
        match came.map_err(|_| PageError::BadRequest(Message::new("error-too-slow")))?? {
            More::Left => {}
            More::Nothing => return Ok(all.into()),
        }
    }
}

enum More {
    Left,
    Nothing,
}

/// Reads on until so much is there or all of it.
async fn more(body: &mut Body, all: &mut Vec<u8>, wanted: usize, limit: usize) -> Result<More, PageError> {
    while all.len() < wanted {
        let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await;
        let Some(frame) = frame else { return Ok(More::Nothing) };
        // A body that breaks off was no form.
        let frame = frame.map_err(|_| PageError::BadRequest(Message::new("error-stale-form")))?;
        let Ok(data) = frame.into_data() else { continue };
        if all.len() + data.len() > limit {
            return Err(too_large());
        }
        all.extend_from_slice(&data);
    }
    Ok(More::Left)
}

fn too_large() -> PageError {
    PageError::BadRequest(Message::new("error-too-large"))
}
