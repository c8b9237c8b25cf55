//! What a field is called, in the summary above the form: taken from the label the page itself gives the field further down.

/// Before a field's name, in what the summary leaves for the finished page; private characters that no text has.
pub(crate) const BEGIN: char = '\u{e000}';
/// After the name, before what parts label and sentence.
pub(crate) const MIDDLE: char = '\u{e001}';
/// After that.
pub(crate) const END: char = '\u{e002}';

/// The page with every field of the summary called by its label; a field without one goes without.
pub(crate) fn labelled(html: String) -> String {
    if !html.contains(BEGIN) {
        return html;
    }
    let mut done = String::with_capacity(html.len() + 200);
    let mut rest = html.as_str();
    while let Some((before, (field, between, after))) = rest.split_once(BEGIN).and_then(|(before, rest)| Some((before, mark(rest)?))) {
        done.push_str(before);
        if let Some(label) = label_of(&html, field) {
            done.push_str(&label);
            done.push_str(between);
        }
        rest = after;
    }
    done.push_str(rest);
    done
}

fn mark(rest: &str) -> Option<(&str, &str, &str)> {
    let (field, rest) = rest.split_once(MIDDLE)?;
    let (between, after) = rest.split_once(END)?;
    Some((field, between, after))
}

/// The words of `<label for="field">`, or of the legend of a group with this id.
fn label_of(html: &str, field: &str) -> Option<String> {
    let label = html.split_once(&format!("<label for=\"{field}\"")).and_then(|(_, rest)| rest.split_once("</label>"));
    let group = || html.split_once(&format!("id=\"{field}\"><legend")).and_then(|(_, rest)| rest.split_once("</legend>"));
    let (words, _) = label.or_else(group)?;
    // A hint inside a legend is not its name.
    let words = words.split("<span class=\"hint\"").next().unwrap_or_default();
    let plain = without_tags(words.split_once('>')?.1);
    Some(plain.trim().to_owned()).filter(|plain| !plain.is_empty())
}

fn without_tags(words: &str) -> String {
    let mut inside = false;
    words
        .chars()
        .filter(|c| {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    return false;
                }
                _ => {}
            }
            !inside
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_calls_fields_what_the_page_calls_them() {
        let line = |field: &str| format!("<a>{BEGIN}{field}{MIDDLE}: {END}must be filled</a>");
        let page = "<label for=\"reason\">Reason <span class=\"optional\">if any</span></label><fieldset class=\"field\" id=\"who\"><legend>Who came <span class=\"hint\">one</span></legend>";
        for (field, said) in [("reason", "Reason if any: must be filled"), ("who", "Who came: must be filled"), ("other", "must be filled")]
        {
            assert_eq!(labelled(line(field) + page), format!("<a>{said}</a>{page}"));
        }
    }
}
