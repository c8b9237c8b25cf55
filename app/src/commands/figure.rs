//! `figure`: one number with its unit, as the pages show it; alone it lists what can be asked.

use basics::County;
use database::DatabaseError;
use pages::Lang;
use people::{Contract, Figure, FigurePlace, Question};
use serde_json::json;

use super::Called;
use crate::command_line::FigureAsked;
use crate::exit::{Exit, Failure};
use crate::{areas, opening, terminal};

/// Answers a figure, or lists them all.
pub fn run(called: &Called, asked: &FigureAsked) -> Result<Exit, Failure> {
    let contract = Contract::of(&areas::areas());
    let Some(id) = &asked.id else { return list(called, &contract.figures) };
    let figure =
        *contract.figure(id).ok_or_else(|| Failure::usage(format!("There is no figure {id}. Run xieshou figure to see them all.")))?;
    let (Some(county), Some(from), Some(to)) = (asked.county, asked.from, asked.to) else {
        return Err(Failure::usage("A figure is asked with --county, --from and --to, such as --from 2019-01-01 --to 2019-12-31."));
    };
    if from > to {
        return Err(Failure::usage(format!("--from {from} lies after --to {to}.")));
    }
    let unknown = |place: &str| {
        Failure::usage(format!(
            "{place} is no place of book {county} on {to}: give the code of a township or village, or the id of a shop."
        ))
    };
    let place = match &asked.place {
        None => FigurePlace::County,
        Some(text) => FigurePlace::parse(text, county).ok_or_else(|| unknown(text))?,
    };
    let db = opening::open_current(&called.read.config)?;
    let question = Question { county, place, from, to };
    let of = question.clone();
    let answer = db.read_now(move |tx| {
        if !database::books(tx)?.iter().any(|book| book.county == county) {
            return Ok::<_, DatabaseError>(Err(false));
        }
        if figures::named(tx, &contract, county, &of.place, of.to)?.is_none() {
            return Ok(Err(true));
        }
        Ok(Ok((figure.value)(tx, &of)?))
    })?;
    db.close();
    match answer {
        Ok(value) => say(called, &figure, &question, value),
        Err(false) => return Err(no_book(county)),
        Err(true) => return Err(unknown(&question.place.text(county))),
    }
    Ok(Exit::Good)
}

fn no_book(county: County) -> Failure {
    Failure::usage(format!("There is no book {county} here. Run xieshou verify to see the books there are."))
}

fn say(called: &Called, figure: &Figure, question: &Question, value: i64) {
    let Question { county, from, to, .. } = question;
    if called.json {
        let answer = json!({ "id": figure.id, "county": county.code(), "from": from.to_string(), "to": to.to_string(),
                             "unit": figure.unit.word(), "value": value });
        terminal::result(&answer.to_string());
    } else {
        terminal::result(&format!("{value} {}", figure.unit.word()));
    }
}

fn list(called: &Called, all: &[Figure]) -> Result<Exit, Failure> {
    let texts = areas::texts(&areas::areas()).map_err(Failure::cannot_open)?;
    let said = |lang: Lang, key: &str| texts.say(lang, key, &[]);
    if called.json {
        let both = |key: &str| json!({ "zh-Hans": said(Lang::ZhHans, key), "en": said(Lang::En, key) });
        let listed: Vec<_> = all
            .iter()
            .map(|figure| {
                json!({ "id": figure.id, "unit": figure.unit.word(), "label": both(&figure.label()), "definition": both(&figure.definition()) })
            })
            .collect();
        terminal::result(&json!(listed).to_string());
        return Ok(Exit::Good);
    }
    for figure in all {
        terminal::result(&format!("{} ({})", figure.id, figure.unit.word()));
        for lang in [Lang::ZhHans, Lang::En] {
            terminal::result(&format!("    {}: {}", said(lang, &figure.label()), said(lang, &figure.definition())));
        }
    }
    Ok(Exit::Good)
}
