//! Enough of Rust's grammar to tell code from strings and comments, and to match braces.

/// A string literal: where it stands and what it says, without quotes; escapes stay as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub at: usize,
    pub text: String,
}

/// A text in which strings and comments are blanked out, byte for byte, so that places stay the same.
#[derive(Clone, Debug, Default)]
pub struct Masked {
    /// Code alone; test modules within the file are blanked out too.
    pub code: String,
    /// Code and comments.
    pub with_comments: String,
    /// String literals outside test modules.
    pub literals: Vec<Literal>,
}

impl Masked {
    pub fn new(text: &str) -> Masked {
        let mut reader = Reader {
            text,
            at: 0,
            code: String::with_capacity(text.len()),
            with_comments: String::with_capacity(text.len()),
            literals: Vec::new(),
        };
        reader.run();
        let Reader { mut code, with_comments, mut literals, .. } = reader;
        for (start, end) in test_modules(&code) {
            blank(&mut code, start, end);
            literals.retain(|literal| !(start..end).contains(&literal.at));
        }
        Masked { code, with_comments, literals }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    code: String,
    with_comments: String,
    literals: Vec<Literal>,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            let rest = &self.text[self.at..];
            if rest.starts_with("//") {
                self.comment(rest.find('\n').unwrap_or(rest.len()));
            } else if rest.starts_with("/*") {
                self.comment(block_comment(rest));
            } else if let Some((open, close)) = raw_string(rest).filter(|_| !self.within_word()) {
                let end = rest[open..].find(&close).map_or(rest.len(), |end| open + end);
                self.string(open, end, end + close.len());
            } else if c == '"' {
                let end = plain_string(rest);
                self.string(1, end, end + 1);
            } else if let Some(length) = character(rest) {
                self.blank(length, false);
            } else {
                self.keep(c);
            }
        }
    }

    fn within_word(&self) -> bool {
        self.code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }

    fn keep(&mut self, c: char) {
        self.code.push(c);
        self.with_comments.push(c);
        self.at += c.len_utf8();
    }

    fn string(&mut self, open: usize, end: usize, length: usize) {
        let length = length.min(self.text.len() - self.at);
        let text = self.text[self.at + open..self.at + end.min(length)].to_owned();
        self.literals.push(Literal { at: self.at, text });
        self.blank(length, false);
    }

    fn comment(&mut self, length: usize) {
        self.blank(length, true);
    }

    fn blank(&mut self, length: usize, is_comment: bool) {
        for c in self.text[self.at..self.at + length].chars() {
            let blank = if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
            self.code += &blank;
            if is_comment { self.with_comments.push(c) } else { self.with_comments += &blank }
        }
        self.at += length;
    }
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of the opening and the closing of `r#"…"#` or `br"…"`.
fn raw_string(text: &str) -> Option<(usize, String)> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let marks = after.len() - after.trim_start_matches('#').len();
    after[marks..].starts_with('"').then(|| (text.len() - after.len() + marks + 1, format!("\"{}", "#".repeat(marks))))
}

/// Where a plain string's closing quote stands.
fn plain_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let after = text.strip_prefix('\'')?;
    if let Some(escape) = after.strip_prefix('\\') {
        let skipped = escape.chars().next()?.len_utf8();
        return escape[skipped..].find('\'').map(|end| 2 + skipped + end + 1);
    }
    let c = after.chars().next()?;
    after[c.len_utf8()..].starts_with('\'').then(|| 1 + c.len_utf8() + 1)
}

fn blank(text: &mut String, start: usize, end: usize) {
    let blanks: String = text[start..end].chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }).collect();
    text.replace_range(start..end, &blanks);
}

/// Modules for tests within a file: from the attribute to the closing brace.
fn test_modules(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, attribute) in code.match_indices("#[cfg(test)]") {
        let after = &code[at + attribute.len()..];
        if after.trim_start().starts_with("mod ")
            && let Some(open) = after.find(['{', ';']).filter(|open| after[*open..].starts_with('{'))
        {
            found.push((at, closing(code, at + attribute.len() + open)));
        }
    }
    found
}

/// The place after the bracket that closes the one standing here.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at + c.len_utf8();
        }
    }
    code.len()
}

/// Places at which the word stands by itself.
pub fn word_places<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = usize> + 'c {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let starts = !word.starts_with(is_part) || !code[..*at].ends_with(is_part);
        starts && (!word.ends_with(is_part) || !code[at + word.len()..].starts_with(is_part))
    })
}

/// A function: its name, where it begins and where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub start: usize,
    pub end: usize,
}

/// Functions with a body.
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for start in word_places(code, "fn") {
        let name: String = code[start + 2..].trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() {
            continue;
        }
        // Parameters and bounds may hold brackets of their own; the body is the first brace outside of them.
        let mut at = start;
        while let Some(next) = code[at..].find(['(', '[', '{', ';']).map(|next| at + next) {
            match code.as_bytes()[next] {
                b'{' => {
                    found.push(Function { name, start, end: closing(code, next) });
                    break;
                }
                b';' => break,
                _ => at = closing(code, next),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_blanked_out_and_places_stay() {
        let text = "let a = \"fn \\\" x\"; // \"no\" f64\nlet 'b: &'a str = r#\"in \" side\"#; let c = '\"'; /* 日 */ d";
        let masked = Masked::new(text);
        assert_eq!(masked.code.len(), text.len());
        assert_eq!(masked.literals.iter().map(|literal| literal.text.as_str()).collect::<Vec<_>>(), ["fn \\\" x", "in \" side"]);
        assert!(!masked.code.contains("f64") && !masked.code.contains('日') && masked.code.ends_with("d"));
        assert!(masked.with_comments.contains("f64") && masked.with_comments.contains("&'a str"));
    }

    #[test]
    fn test_modules_within_a_file_do_not_count() {
        let masked = Masked::new("fn a() {}\n#[cfg(test)]\nmod tests { fn b() { \"x\" } }\nfn c() {}");
        assert_eq!(functions(&masked.code).iter().map(|function| function.name.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(masked.literals, []);
    }

    #[test]
    fn functions_end_where_their_brace_does() {
        let code =
            "fn a(x: [u8; 3], f: impl Fn() -> i64) -> Vec<u8>\nwhere T: B,\n{\n  { }\n}\ntrait T { fn none(&self); }\ntype F = fn(u8);";
        let found = functions(code);
        assert_eq!(found.len(), 1);
        assert_eq!(code[found[0].start..found[0].end].matches('\n').count(), 4);
    }
}
