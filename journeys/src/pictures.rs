//! What is kept of a walk in target/journeys: a picture of every step, papers that were printed.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::program::profile_folder;
use crate::{Walked, words};

impl Browser {
    /// What every page must be: without missing texts, not wider than the window. Then a picture of it.
    pub async fn step(&self, name: &str) -> Walked {
        let source = self.driver.source().await?;
        ensure!(!source.contains('⟦'), "a text is missing on {}: {}", self.path().await?, words::around(&source, '⟦'));
        if self.has_script {
            let wide = self.look("document.documentElement.scrollWidth").await?.as_u64().unwrap_or(u64::MAX);
            ensure!(wide <= u64::from(self.width), "{} is {wide} pixels wide in a window of {}", self.path().await?, self.width);
        }
        self.screenshot(name).await
    }

    /// The window, and the whole page where it is longer.
    pub async fn screenshot(&self, name: &str) -> Walked {
        let folder = pictures()?;
        let path = |ending: &str| folder.join(format!("{}-{name}{ending}.png", self.journey));
        self.driver.screenshot(&path("")).await?;
        let size = self.driver.cdp().send_raw("Page.getLayoutMetrics", json!({})).await?;
        let (seen, whole) = (&size["cssVisualViewport"]["clientHeight"], &size["cssContentSize"]);
        if whole["height"].as_f64() > seen.as_f64() {
            let clip = json!({ "x": 0, "y": 0, "width": whole["width"], "height": whole["height"], "scale": 1 });
            let asked = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
            let taken = self.driver.cdp().send_raw("Page.captureScreenshot", asked).await?;
            words::keep_base64(&path("-whole"), taken["data"].as_str().unwrap_or_default())?;
        }
        Ok(())
    }

    /// Sends a form of the page on the side, with the cookies of this browser, and keeps what comes back in a file.
    pub async fn fetch_form(&self, form: &str, name: &str) -> Result<(PathBuf, String)> {
        let script = format!(
            "(async () => {{ const form = document.querySelector({}); \
               const answer = await fetch(form.action, {{ method: 'POST', body: new URLSearchParams(new FormData(form)) }}); \
               const bytes = new Uint8Array(await answer.arrayBuffer()); let text = ''; \
               for (const byte of bytes) text += String.fromCharCode(byte); \
               return [answer.headers.get('content-type'), btoa(text)]; }})()",
            json!(form)
        );
        let fetched = self.look(&script).await?;
        let (Some(kind), Some(data)) = (fetched[0].as_str(), fetched[1].as_str()) else { bail!("nothing came back: {fetched}") };
        let path = pictures()?.join(format!("{}-{name}", self.journey));
        words::keep_base64(&path, data)?;
        Ok((path, kind.to_owned()))
    }
}

fn pictures() -> Result<PathBuf> {
    let folder = profile_folder()?.parent().context("a profile lies in a target folder")?.join("journeys");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Pictures of an earlier walk would mislead.
pub(crate) fn forget_pictures(journey: &str) -> Walked {
    for file in std::fs::read_dir(pictures()?)? {
        let file = file?;
        if file.file_name().to_string_lossy().starts_with(&format!("{journey}-")) {
            std::fs::remove_file(file.path())?;
        }
    }
    Ok(())
}
