//! What a field is called, in the summary above the form: taken from the label the page itself gives the field further down.

/// Before a field's name, in what the summary leaves for the finished page; private characters that no text has.
pub(crate) const BEGIN: char = '\u{e000}';
/// After the name, before what parts label and sentence.
pub(crate) const MIDDLE: char = '\u{e001}';
/// After that.
pub(crate) const END: char = '\u{e002}';

/// The page with every field of the summary called by its label, in the order of the page; a field without one goes without.
pub(crate) fn labelled(html: String) -> String {
    if !html.contains(BEGIN) {
        return html;
    }
    let html = in_order(html);
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

/// The lines of the summary in the order in which their fields stand further down, so that the first one is mended first.
fn in_order(html: String) -> String {
    let first = html.find(BEGIN).and_then(|first| html[..first].rfind("<li>"));
    let Some((start, end)) = first.and_then(|start| Some((start, start + html[start..].find("</ul>")?))) else { return html };
    let mut lines: Vec<&str> = html[start..end].split_inclusive("</li>").collect();
    let place = |line: &&str| {
        let (field, _, _) = mark(line.split_once(BEGIN)?.1)?;
        html.find(&format!("id=\"{field}\""))
    };
    lines.sort_by_cached_key(|line| place(line).unwrap_or(usize::MAX));
    [&html[..start], &lines.concat(), &html[end..]].concat()
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

    #[test]
    fn the_summary_has_the_fields_in_the_order_of_the_page() {
        let line = |field: &str| format!("<li><a href=\"#{field}\">{BEGIN}{field}{MIDDLE}: {END}wrong</a></li>");
        let page = "</ul><label for=\"b\">B</label><input id=\"b\"><label for=\"a\">A</label><input id=\"a\">";
        let said = |field: &str, label: &str| format!("<li><a href=\"#{field}\">{label}: wrong</a></li>");
        let lost = "<li><a href=\"#0\">wrong</a></li>";
        let done = labelled(format!("<ul><li>all</li>{}{}{}{page}", line("0"), line("a"), line("b")));
        assert_eq!(done, format!("<ul><li>all</li>{}{}{lost}{page}", said("b", "B"), said("a", "A")));
    }
}
