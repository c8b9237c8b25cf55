//! Hides the middle of names and numbers wherever the full text has not been asked for.

/// 陈家福 is 陈*福, 王顺 is 王*; from four characters on the number of stars no longer tells the length.
///
/// A name with middle dots is masked part by part, or a long name from a minority would show its first part whole.
pub fn name(text: &str) -> String {
    let mut masked = String::new();
    let mut part = String::new();
    for character in text.trim().chars() {
        if is_middle_dot(character) {
            masked.push_str(&name_part(&part));
            masked.push(character);
            part.clear();
        } else {
            part.push(character);
        }
    }
    masked + &name_part(&part)
}

/// 13800001234 is 138****1234. Spaces and hyphens are left out; a short number keeps two digits, a very short one none.
pub fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(|character| !character.is_whitespace() && !is_hyphen(*character)).collect();
    match digits.chars().count() {
        11.. => middle(&digits, 3, 4),
        8..=10 => middle(&digits, 0, 4),
        5..=7 => middle(&digits, 0, 2),
        _ => middle(&digits, 0, 0),
    }
}

/// Keeps so many characters at each end and puts one star for every other. A text too short for that is all stars.
pub fn middle(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let (first, last) = if first.saturating_add(last) < count { (first, last) } else { (0, 0) };
    let hidden = first..count - last;
    text.chars().enumerate().map(|(index, character)| if hidden.contains(&index) { '*' } else { character }).collect()
}

fn name_part(part: &str) -> String {
    let characters: Vec<char> = part.trim().chars().collect();
    match characters.as_slice() {
        [] => String::new(),
        [_] => "*".to_owned(),
        [first, _] => format!("{first}*"),
        [first, _, last] => format!("{first}*{last}"),
        [first, .., last] => format!("{first}**{last}"),
    }
}

/// The dots found in real files between the parts of a name.
fn is_middle_dot(character: char) -> bool {
    matches!(character, '·' | '•' | '‧' | '∙' | '・' | '･' | '．')
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '–' | '—' | '－')
}

#[cfg(test)]
mod tests;
