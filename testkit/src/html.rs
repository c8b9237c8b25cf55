//! Looking at pages: the main part, hidden fields, what is wrong with the markup, and what differs from run to run.

use std::collections::BTreeSet;

/// What stands inside `<main>`; nothing when there is none.
pub fn main(page: &str) -> &str {
    let Some(start) = page.find("<main").and_then(|tag| Some(tag + page[tag..].find('>')? + 1)) else { return "" };
    let end = page[start..].rfind("</main>").map_or(page.len(), |end| start + end);
    page[start..end].trim()
}

/// The value of the first hidden field of this name.
pub fn value_of_hidden<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    tags(page)
        .into_iter()
        .find(|tag| tag.name == "input" && tag.attribute("type") == Some("hidden") && tag.attribute("name") == Some(name))?
        .attribute("value")
}

/// The addresses of styles and scripts a page asks for.
pub fn assets(page: &str) -> BTreeSet<&str> {
    let addresses = tags(page).into_iter().filter_map(|tag| match tag.name {
        "link" => tag.attribute("href"),
        "script" | "img" => tag.attribute("src"),
        _ => None,
    });
    addresses.filter(|address| address.starts_with("/assets/")).collect()
}

/// What a refused form says about the mistakes: above it and at each field.
pub fn errors(main: &str) -> Vec<&str> {
    let parts = [("<div class=\"errors\"", "</div>"), ("<p class=\"error\"", "</p>"), ("<p class=\"flash", "</p>")].into_iter().flat_map(
        |(open, close)| {
            main.match_indices(open).map(move |(at, _)| &main[at..main[at..].find(close).map_or(main.len(), |end| at + end + close.len())])
        },
    );
    parts.collect()
}

/// One tag a line, so that a changed snapshot shows what changed.
pub fn in_lines(html: &str) -> String {
    let lines = html.replace("><", ">\n<");
    lines.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// With everything masked that differs from run to run: form tokens, and ids that were made just now (those of the tests' own
/// world are derived and stay the same).
pub fn steady(html: &str) -> String {
    let mut text = html.to_owned();
    for token in tags(html).iter().filter(|tag| tag.attribute("name") == Some("csrf")).filter_map(|tag| tag.attribute("value")) {
        text = text.replace(&format!("\"{token}\""), "\"(token)\"");
    }
    let (mut masked, mut done) = (String::with_capacity(text.len()), 0);
    // UUIDv7: the version stands behind the second hyphen, at the fourteenth place.
    for (at, _) in text.match_indices("-7") {
        let Some(start) = at.checked_sub(13).filter(|start| *start >= done && text.get(*start..*start + 36).is_some_and(is_uuid)) else {
            continue;
        };
        masked.push_str(&text[done..start]);
        masked.push_str("(new id)");
        done = start + 36;
    }
    masked.push_str(&text[done..]);
    masked
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.char_indices().all(|(at, c)| if matches!(at, 8 | 13 | 18 | 23) { c == '-' } else { c.is_ascii_hexdigit() })
}

/// A tag as it stands in the page.
#[derive(Clone, Debug)]
struct Tag<'p> {
    name: &'p str,
    closing: bool,
    attributes: Vec<(&'p str, &'p str)>,
}

impl<'p> Tag<'p> {
    fn attribute(&self, name: &str) -> Option<&'p str> {
        self.attributes.iter().find(|(attribute, _)| *attribute == name).map(|(_, value)| *value)
    }
}

fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let end = end_of_tag(rest);
        let inside = &rest[..end];
        rest = &rest[(end + 1).min(rest.len())..];
        if inside.starts_with('!') {
            continue;
        }
        let closing = inside.starts_with('/');
        let inside = inside.trim_start_matches('/').trim_end_matches('/');
        let cut = inside.find(char::is_whitespace).unwrap_or(inside.len());
        tags.push(Tag { name: &inside[..cut], closing, attributes: attributes(&inside[cut..]) });
    }
    tags
}

fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

fn attributes(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let cut = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(cut);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let end = value.find('"').unwrap_or(value.len());
                found.push((name, &value[..end]));
                rest = value.get(end + 1..).unwrap_or_default().trim_start();
            }
            None => {
                found.push((name, ""));
                rest = after.trim_start_matches('=').trim_start();
            }
        }
    }
    found
}

/// What is wrong with a whole page: texts that are missing, markup that browsers would have to mend, fields nobody can name.
pub fn faults(page: &str) -> Vec<String> {
    let tags = tags(page);
    let mut faults = Vec::new();
    for missing in page.split('⟦').skip(1) {
        faults.push(format!("a text is missing: {}", missing.split('⟧').next().unwrap_or_default()));
    }
    let headings = tags.iter().filter(|tag| tag.name == "h1" && !tag.closing).count();
    if headings != 1 {
        faults.push(format!("a page has one h1, not {headings}"));
    }
    faults.extend(unbalanced(&tags));
    faults.extend(repeated_ids(&tags));
    faults.extend(forbidden(&tags));
    faults.extend(unlabelled(&tags));
    faults
}

const EMPTY_ELEMENTS: &[&str] = &["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

fn unbalanced(tags: &[Tag<'_>]) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    // Of what stands in a drawing, browsers need not be told where it ends.
    for tag in
        tags.iter().filter(|tag| !EMPTY_ELEMENTS.contains(&tag.name) && !matches!(tag.name, "path" | "circle" | "rect" | "line" | "use"))
    {
        if !tag.closing {
            open.push(tag.name);
        } else if open.pop() != Some(tag.name) {
            return Some(format!("</{}> closes something else", tag.name));
        }
    }
    open.pop().map(|name| format!("<{name}> is not closed"))
}

fn repeated_ids(tags: &[Tag<'_>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids = tags.iter().filter_map(|tag| tag.attribute("id"));
    ids.filter(|id| !seen.insert(*id)).map(|id| format!("the id {id} stands twice")).collect()
}

/// What the security policy would not run.
fn forbidden(tags: &[Tag<'_>]) -> Vec<String> {
    let mut faults = Vec::new();
    for tag in tags.iter().filter(|tag| !tag.closing) {
        if tag.name == "style" || (tag.name == "script" && tag.attribute("src").is_none()) {
            faults.push(format!("<{}> within the page", tag.name));
        }
        for (name, _) in &tag.attributes {
            if *name == "style" || name.starts_with("on") {
                faults.push(format!("{name}= on <{}>", tag.name));
            }
        }
    }
    faults
}

/// Fields without a label.
fn unlabelled(tags: &[Tag<'_>]) -> Vec<String> {
    let labels: BTreeSet<&str> = tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.attribute("for")).collect();
    let mut faults = Vec::new();
    let mut within_label = false;
    for tag in tags {
        match tag.name {
            "label" => within_label = !tag.closing,
            "input" | "select" | "textarea" if !tag.closing && !matches!(tag.attribute("type"), Some("hidden" | "submit" | "image")) => {
                let named = within_label
                    || tag.attribute("aria-label").or(tag.attribute("aria-labelledby")).is_some()
                    || tag.attribute("id").is_some_and(|id| labels.contains(id));
                if !named {
                    faults.push(format!("the field {} has no label", tag.attribute("name").unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<!doctype html><html><body><main id=\"main\"><h1>A</h1><form><input type=\"hidden\" name=\"csrf\" value=\"ab\">\
                        <label for=\"n\">N</label><input id=\"n\" name=\"n\"></form></main></body></html>";

    #[test]
    fn the_main_part_and_the_token_are_found() {
        assert!(main(GOOD).starts_with("<h1>A</h1>") && main(GOOD).ends_with("</form>"));
        assert_eq!(value_of_hidden(GOOD, "csrf"), Some("ab"));
        assert!(!steady(GOOD).contains("\"ab\""));
    }

    #[test]
    fn only_ids_made_just_now_are_masked() {
        let page = "0190-7a /0190b2c3-7000-7abc-8def-0123456789ab/ 0190b2c3-7000-8abc-8def-0123456789ab -7";
        assert_eq!(steady(page), "0190-7a /(new id)/ 0190b2c3-7000-8abc-8def-0123456789ab -7");
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(faults(GOOD), Vec::<String>::new());
        for (wrong, fault) in [
            ("</h1>", "closes"),
            ("<h1>B</h1>", "one h1"),
            ("<p id=\"n\"></p>", "twice"),
            ("<p style=\"x\"></p>", "style="),
            ("<script>x</script>", "within the page"),
            ("<input name=\"m\">", "no label"),
            ("⟦key⟧", "missing: key"),
            ("<div>", "closes something else"),
        ] {
            let page = GOOD.replace("</main>", &format!("{wrong}</main>"));
            assert!(faults(&page).iter().any(|found| found.contains(fault)), "{wrong}: {:?}", faults(&page));
        }
    }
}
