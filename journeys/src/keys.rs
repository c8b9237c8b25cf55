//! What a person does who has no mouse: goes on with the tabulator until the right thing has the focus, and presses keys.

use anyhow::ensure;
use serde_json::json;
use thirtyfour::TypingData;
use thirtyfour::prelude::*;

use crate::Walked;
use crate::browser::Browser;

/// Stops of the longest page between two things a person wants.
const STOPS_MAX: usize = 120;

/// What the focused element is called, and whether it can be seen that it has the focus.
const FOCUSED: &str = "(() => { const at = document.activeElement; if (!at || at === document.body) return ['', true]; \
    const seen = [at, at.nextElementSibling, at.closest('label')].some(one => one && getComputedStyle(one).outlineStyle !== 'none'); \
    const labels = [...(at.labels ?? [])].map(label => label.textContent).join(' '); \
    const words = at.matches('input, textarea, select') ? labels : at.textContent; \
    return [[words, at.getAttribute('aria-label') ?? ''].join(' ').replace(/\\s+/g, ' ').trim(), seen]; })()";

impl Browser {
    /// Goes on with the tabulator until the element with these words has the focus; each stop on the way shows that it has it.
    pub async fn tab_to(&self, words: &str) -> Walked {
        for _ in 0..STOPS_MAX {
            self.driver.action_chain().send_keys(Key::Tab + "").perform().await?;
            let focused = self.look(FOCUSED).await?;
            let (called, seen) = (focused[0].as_str().unwrap_or_default(), focused[1] == json!(true));
            ensure!(seen, "nobody sees that “{called}” has the focus");
            if called.contains(words) {
                return Ok(());
            }
        }
        anyhow::bail!("the tabulator does not come to “{words}”")
    }

    /// Presses keys where the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Walked {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Goes to what has these words and presses Enter.
    pub async fn enter(&self, words: &str) -> Walked {
        self.tab_to(words).await?;
        self.keys(Key::Enter + "").await
    }
}
