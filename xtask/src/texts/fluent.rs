//! Reading Fluent files: keys and the variables each takes.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// All keys of a language with their variables.
#[derive(Clone, Debug, Default)]
pub struct Language {
    pub keys: BTreeMap<String, BTreeSet<String>>,
    pub complaints: Vec<String>,
}

impl Language {
    pub fn read(files: BTreeMap<&str, &str>) -> Language {
        let mut language = Language::default();
        for (path, text) in files {
            let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(resource, errors)| {
                language.complaints.push(format!("{path}: {errors:?}"));
                resource
            });
            for entry in &resource.body {
                let Entry::Message(message) = entry else { continue };
                let mut variables = BTreeSet::new();
                match &message.value {
                    Some(pattern) => in_pattern(pattern, &mut variables),
                    None => language.complaints.push(format!("{path}: {} says nothing", message.id.name)),
                }
                if language.keys.insert(message.id.name.to_owned(), variables).is_some() {
                    language.complaints.push(format!("{path}: {} is there twice", message.id.name));
                }
            }
        }
        language
    }

    /// Keys the other language lacks.
    pub fn lacking<'s>(&'s self, other: &'s Language) -> impl Iterator<Item = &'s String> {
        self.keys.keys().filter(|key| !other.keys.contains_key(*key))
    }
}

fn in_pattern(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, variables),
        Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            variants.iter().for_each(|variant| in_pattern(&variant.value, variables));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(variables.insert(id.name.to_owned())),
        InlineExpression::Placeable { expression } => in_expression(expression, variables),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| in_inline(argument, variables))
        }
        _ => {}
    }
}
