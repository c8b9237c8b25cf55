//! Styles and scripts, embedded, under addresses that change with their content so that browsers may keep them.

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use basics::sha256;

/// A file a browser needs.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    pub name: &'static str,
    pub kind: &'static str,
    pub bytes: &'static [u8],
}

/// All of them, by the address they have.
#[derive(Debug, Default)]
pub struct Assets {
    paths: BTreeMap<&'static str, String>,
    files: BTreeMap<String, Asset>,
}

impl Assets {
    /// Gathers the crates' assets.
    pub fn build(assets: impl IntoIterator<Item = Asset>) -> Assets {
        let mut all = Assets::default();
        for asset in assets {
            let path = format!("/assets/{}/{}", hex::encode(&sha256(&[asset.bytes])[..6]), asset.name);
            all.paths.insert(asset.name, path.clone());
            all.files.insert(path, asset);
        }
        all
    }

    /// Address of an asset.
    pub fn path(&self, name: &str) -> String {
        self.paths.get(name).cloned().unwrap_or_else(|| format!("/assets/missing/{name}"))
    }

    /// The answer to a request for this path.
    pub fn answer(&self, path: &str) -> Response {
        match self.files.get(path) {
            Some(asset) => {
                ([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], asset.bytes)
                    .into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}
