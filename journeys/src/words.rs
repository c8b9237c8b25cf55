//! Words on a page: how they are compared, quoted and cut out.

use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;

/// The words with every kind of gap left out, since figures stand in thin ones.
pub fn plain(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text within an XPath; ours hold no straight double quote.
pub fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}

/// Some characters on both sides of a mark.
pub fn around(text: &str, mark: char) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = characters.iter().position(|c| *c == mark).unwrap_or(0);
    characters[at.saturating_sub(40)..(at + 60).min(characters.len())].iter().collect()
}

/// Whether a text has Chinese characters or punctuation.
pub fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ff5e}'))
}

/// Writes what a browser handed over as base64.
pub fn keep_base64(path: &Path, data: &str) -> Result<()> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(data).context("base64")?;
    std::fs::write(path, bytes).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_do_not_matter_and_marks_are_shown_with_their_surroundings() {
        assert_eq!(plain("还有 30\u{a0}分\n"), "还有30分");
        assert!(has_chinese("1 分") && has_chinese("a，b") && !has_chinese("5 points · “x” ’s − ×"));
        assert_eq!(around("a⟦key⟧b", '⟦'), "a⟦key⟧b");
    }
}
