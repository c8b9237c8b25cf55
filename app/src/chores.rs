//! What falls due by itself: run for each book at the start, every ten minutes, and when a demo moves to its next day.

use std::sync::Arc;
use std::time::Duration;

use database::{DatabaseError, books};
use pages::Site;
use people::Chore;

const EVERY: Duration = Duration::from_secs(600);

/// Runs all chores of all books once; one book's failure does not stop the others.
pub async fn run(site: &Site, chores: &[Chore]) -> Result<(), DatabaseError> {
    let (on, now) = (site.today(), site.now());
    for book in site.db.read(books).await? {
        for chore in chores.iter().copied() {
            match site.db.write(move |tx| chore(tx, book.county, on, now)).await {
                Ok(0) => {}
                Ok(done) => tracing::info!(county = book.county.code(), done, "what fell due was done"),
                Err(error) => tracing::error!(county = book.county.code(), %error, "a chore failed; it runs again later"),
            }
        }
    }
    Ok(())
}

/// Keeps running them until the server stops.
pub async fn keep_running(site: Arc<Site>, chores: Vec<Chore>) {
    loop {
        if let Err(error) = run(&site, &chores).await {
            tracing::error!(%error, "the books could not be listed");
        }
        tokio::time::sleep(EVERY).await;
    }
}
