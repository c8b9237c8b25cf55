//! What machines ask for: whether the program is ready, and the files pages are made with.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use database::{DatabaseError, schema_version};
use pages::Site;
use people::{RouteAccess, Routes};
use serde_json::json;

/// Mark written to find out whether there is room again.
const TRIED: &str = "room_tried";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/healthz", RouteAccess::Public, health).get("/assets/{*path}", RouteAccess::Public, asset)
}

async fn health(State(site): State<Arc<Site>>) -> Response {
    let version: Result<String, DatabaseError> = site.db.read(schema_version).await;
    match version {
        Ok(schema) if is_full(&site).await => {
            answer(StatusCode::SERVICE_UNAVAILABLE, &json!({ "ready": false, "schema": schema, "full": true }))
        }
        Ok(schema) => answer(StatusCode::OK, &json!({ "ready": true, "schema": schema })),
        Err(_) => answer(StatusCode::SERVICE_UNAVAILABLE, &json!({ "ready": false, "schema": null })),
    }
}

/// Whether the disk is still full. Only after a write has failed for that reason is writing tried, so that asking costs nothing else.
async fn is_full(site: &Arc<Site>) -> bool {
    if site.is_full() {
        let db = site.db.clone();
        let tried = tokio::task::spawn_blocking(move || db.set_mark(TRIED, "")).await;
        site.set_full(!matches!(tried, Ok(Ok(()))));
    }
    site.is_full()
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn asset(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    site.assets.answer(uri.path())
}
