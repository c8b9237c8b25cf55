//! Parts of a form that look the same everywhere: label, field, hint, error.

use std::fmt;

use askama::Template;

use crate::{Form, Frame};

/// Markup that is escaped already.
#[derive(Clone, Debug, Default)]
pub struct Html(String);

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// One choice of a list: what is sent and what is read.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl ToString, label: impl ToString) -> Choice {
        Choice { value: value.to_string(), label: label.to_string() }
    }
}

#[derive(Template)]
#[template(path = "field.html")]
struct FieldPart<'a> {
    name: &'a str,
    label: String,
    hint: Option<String>,
    errors: Vec<String>,
    value: &'a str,
    kind: &'a str,
    input_mode: &'a str,
    autocomplete: &'a str,
    choices: &'a [Choice],
    error_word: String,
    none: String,
}

#[derive(Template)]
#[template(path = "summary.html")]
struct SummaryPart {
    title: String,
    lines: Vec<(Option<String>, String)>,
    between: String,
}

#[derive(Template)]
#[template(path = "signature.html")]
struct SignaturePart {
    legend: String,
    canvas: String,
    draw: String,
    clear: String,
    or: String,
    only_paper: String,
    /// What was drawn before the form came back.
    drawn: String,
    paper: Html,
}

impl Form {
    /// Sign-for: a box to draw in where there is a script, and the number of the paper that was signed.
    /// The page's head needs `signature.js`; the fields are `signature` and `paper`.
    pub fn signature(&self, frame: &Frame, legend: &str) -> Html {
        rendered(&SignaturePart {
            legend: frame.say(legend),
            canvas: frame.say("signature-box"),
            draw: frame.say("signature-draw"),
            clear: frame.say("signature-clear"),
            or: frame.say("signature-or"),
            only_paper: frame.say("signature-only-paper"),
            drawn: self.value("signature").to_owned(),
            paper: self.field(frame, "signature", "paper", "text"),
        })
    }

    /// A field with its label `<prefix>-<name>` and, where there is such a text, hint `<prefix>-<name>-hint`.
    /// `kind`: text, decimal, whole, date, password, new-password, tel, area, tick, file.
    pub fn field(&self, frame: &Frame, prefix: &str, name: &str, kind: &str) -> Html {
        self.part(frame, prefix, name, kind, &[])
    }

    /// A list to choose one from.
    pub fn select(&self, frame: &Frame, prefix: &str, name: &str, choices: &[Choice]) -> Html {
        self.part(frame, prefix, name, "select", choices)
    }

    /// Rows to choose one from, for few choices.
    pub fn radios(&self, frame: &Frame, prefix: &str, name: &str, choices: &[Choice]) -> Html {
        self.part(frame, prefix, name, "radios", choices)
    }

    /// What is wrong, above the form, with links to the fields.
    pub fn summary(&self, frame: &Frame) -> Html {
        if self.is_good() {
            return Html::default();
        }
        let whole = self.refused.iter().map(|message| (None, frame.message(message)));
        let fields = self.faulty().map(|(name, message)| (Some(name.to_owned()), frame.message(message)));
        let between = frame.say("form-field-separator");
        rendered(&SummaryPart { title: frame.say("form-not-saved"), lines: whole.chain(fields).collect(), between })
    }

    fn part(&self, frame: &Frame, prefix: &str, name: &str, kind: &str, choices: &[Choice]) -> Html {
        let key = format!("{prefix}-{}", name.split('.').next().unwrap_or(name));
        let hint = format!("{key}-hint");
        let (kind, input_mode, autocomplete) = match kind {
            "decimal" => ("text", "decimal", "off"),
            "whole" => ("text", "numeric", "off"),
            "new-password" => ("password", "", "new-password"),
            "password" => ("password", "", "current-password"),
            "login" => ("text", "", "username"),
            "text" | "tel" => (kind, "", "off"),
            other => (other, "", ""),
        };
        // A password is never sent back to the page.
        let value = if kind == "password" { "" } else { self.value(name) };
        rendered(&FieldPart {
            name,
            label: frame.say(&key),
            hint: frame.has(&hint).then(|| frame.say(&hint)),
            errors: self.errors(name).iter().map(|message| frame.message(message)).collect(),
            value,
            kind,
            input_mode,
            autocomplete,
            choices,
            error_word: frame.say("form-error-word"),
            none: frame.say("form-choose-one"),
        })
    }
}

fn rendered(template: &impl Template) -> Html {
    Html(template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a part of a form could not be rendered");
        String::new()
    }))
}
