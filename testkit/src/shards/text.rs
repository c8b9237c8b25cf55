//! Words and signs of an SQL text, with what stands in brackets as one.

/// A piece of an SQL text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or keyword, in small letters.
    Word(String),
    /// `$1`.
    Parameter(String),
    /// A number or a text in quotes.
    Literal,
    Sign(char),
    /// What stands between a pair of brackets.
    Group(Vec<Token>),
}

impl Token {
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(found) if found == word)
    }

    pub(super) fn group(&self) -> Option<&[Token]> {
        match self {
            Token::Group(tokens) => Some(tokens),
            _ => None,
        }
    }
}

/// The pieces of a text.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut open: Vec<Vec<Token>> = vec![Vec::new()];
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        let token = match letter {
            _ if letter.is_whitespace() => continue,
            '(' => {
                open.push(Vec::new());
                continue;
            }
            ')' if open.len() > 1 => Token::Group(open.pop().unwrap_or_default()),
            '\'' => {
                letters.by_ref().find(|letter| *letter == '\'');
                Token::Literal
            }
            _ if letter.is_alphanumeric() || matches!(letter, '_' | '$' | '"') => {
                let mut word = letter.to_string();
                while let Some(more) = letters.next_if(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '"')) {
                    word.push(more);
                }
                match letter {
                    '$' => Token::Parameter(word),
                    '0'..='9' => Token::Literal,
                    _ => Token::Word(word.replace('"', "").to_lowercase()),
                }
            }
            sign => Token::Sign(sign),
        };
        if let Some(inner) = open.last_mut() {
            inner.push(token);
        }
    }
    open.into_iter().flatten().collect()
}

/// Whether a word stands anywhere, also within brackets.
pub(super) fn has(tokens: &[Token], word: &str) -> bool {
    tokens.iter().any(|token| token.is(word) || token.group().is_some_and(|inner| has(inner, word)))
}

/// Whether what stands in brackets is a query of its own.
pub(super) fn is_query(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|token| token.is("select") || token.is("with"))
}

/// The operand that ends here: `$1`, `county`, `a.county`, or what stands in brackets.
pub(super) fn before(tokens: &[Token], end: usize) -> &[Token] {
    let dotted = end >= 3 && matches!(tokens[end - 2], Token::Sign('.'));
    &tokens[end.saturating_sub(if dotted { 3 } else { 1 })..end]
}

/// The operand that follows this place.
pub(super) fn after(tokens: &[Token], at: usize) -> &[Token] {
    let dotted = matches!(tokens.get(at + 2), Some(Token::Sign('.')));
    let end = (at + if dotted { 4 } else { 2 }).min(tokens.len());
    &tokens[(at + 1).min(end)..end]
}

/// Words that may follow a table and are not its other name.
pub(super) fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 24] = [
        "where",
        "on",
        "join",
        "left",
        "inner",
        "cross",
        "order",
        "group",
        "limit",
        "set",
        "values",
        "select",
        "using",
        "union",
        "except",
        "intersect",
        "having",
        "returning",
        "default",
        "natural",
        "offset",
        "full",
        "right",
        "window",
    ];
    KEYWORDS.contains(&word)
}
