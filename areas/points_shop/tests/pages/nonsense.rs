//! Every field of every form filled with every kind of nonsense: nothing breaks, and the sentence each is answered with stands in one
//! table (`snapshots/nonsense.snap`) that a person can read through.

use std::collections::BTreeMap;

use axum::http::Method;
use database::Engine;
use pages::Lang;
use people::RouteAccess;
use testkit::permissions::Sample;
use testkit::{Answer, Caller, html};

use crate::common::World;
use crate::common::logins::{ADMINISTRATOR, ROLES};
use crate::samples::SAMPLES;

/// Forms of signing in and out: a session of its own stands behind each; `account.rs` has their nonsense.
const OF_SESSIONS: &[&str] = &["/login", "/logout", "/password", "/me", "/kept", "/language"];

type Fields = Vec<(String, String)>;

/// What is wrong with a value, and the value.
fn kinds(world: &World, template: &str) -> Vec<(&'static str, String)> {
    let mut kinds = vec![
        ("空着", String::new()),
        ("太长", "长".repeat(3_000)),
        ("不是这一类", "<b>胡说</b>".to_owned()),
        ("太大", "99999999999999999999".to_owned()),
        ("负的", "-7".to_owned()),
        ("没有这一天", "2020-02-30".to_owned()),
        ("看不见的字", "甲\u{7}乙\u{202e}丙".to_owned()),
    ];
    if template.contains('{') && template != "{new}" {
        kinds.extend(world.neighbour.fill(template).map(|value| ("别处的", value)));
        kinds.extend(world.nowhere.fill(template).map(|value| ("没有的", value)));
    }
    kinds
}

fn filled(world: &World, sample: &Sample) -> Option<(String, Fields)> {
    let fields = sample.fields.iter().map(|(name, value)| Some((world.own.fill(name)?, world.own.fill(value)?)));
    Some((world.own.fill(sample.path)?, fields.collect::<Option<_>>()?))
}

fn send(caller: &Caller<'_>, sample: &Sample, path: &str, fields: &Fields) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    match sample.file {
        Some(file) => caller.upload(path, &fields, file),
        None => caller.post(path, &fields),
    }
}

/// Logins that may send the form, the narrowest role first.
fn senders(world: &World, sample: &Sample) -> Vec<String> {
    let contract = &world.app.contract;
    let Some(route) = contract.route(&Method::POST, sample.path) else { return Vec::new() };
    let may = |role: &str| match route.access {
        RouteAccess::Needs(permission, _) => contract.permissions(role).contains(&permission),
        RouteAccess::Public | RouteAccess::SignedIn => true,
    };
    let of_place = ROLES.iter().filter(|role| may(role.role)).map(|role| format!("cuiping.{}", role.word));
    of_place.chain(may("administrator").then(|| ADMINISTRATOR.to_owned())).collect()
}

/// The login with which the form as it should be goes through, if any.
fn sender(engine: Engine, sample: &Sample) -> Option<String> {
    let candidates = senders(&World::new(engine), sample);
    let last = candidates.last().cloned();
    let goes = |login: &String| {
        let world = World::new(engine);
        let Some((path, fields)) = filled(&world, sample) else { return false };
        send(&world.app.sign_in(login), sample, &path, &fields).is_done()
    };
    if candidates.len() == 1 || sample.never_done.is_some() { last } else { candidates.into_iter().find(goes).or(last) }
}

/// What a person reads.
fn outcome(answer: &Answer) -> String {
    let page = html::steady(&answer.text());
    match answer.status.as_u16() {
        303 => "收下了".to_owned(),
        404 => "没有这一页".to_owned(),
        422 => {
            let errors = html::errors(html::main(&page));
            let items = errors.iter().flat_map(|part| part.split("<li>").skip(usize::from(part.contains("<li>"))));
            let mut said: Vec<String> = items.map(plain).filter(|words| !words.is_empty()).collect();
            // A field's own error says again what stands above the form.
            let above = said.first().cloned().unwrap_or_default();
            said.retain(|words| *words == above || !above.ends_with(words.trim_start_matches("要改：")));
            if said.is_empty() { format!("!! 一句话也没有：{}", plain(&answer.main())) } else { said.join(" / ") }
        }
        200 => "再看一遍".to_owned(),
        409 => plain(html::main(&page)),
        other => format!("!! {other} {}", plain(&answer.main())),
    }
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut within = false;
    for letter in html.chars() {
        match letter {
            '<' => within = true,
            '>' => within = false,
            _ if !within => text.push(letter),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// A world with the login that sends the form.
struct Desk {
    world: World,
    login: String,
}

impl Desk {
    fn new(engine: Engine, login: &str) -> Desk {
        Desk { world: World::new(engine), login: login.to_owned() }
    }

    /// All kinds of nonsense in the fields, each with what is answered; a line for each field and answer.
    fn lines(mut self, engine: Engine, sample: &Sample) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, (name, template)) in sample.fields.iter().enumerate().filter(|(_, (_, template))| *template != "{new}") {
            let mut by_answer: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
            let mut kinds = kinds(&self.world, template);
            while !kinds.is_empty() {
                let caller = self.world.app.sign_in(&self.login).speaking(Lang::ZhHans);
                let mut taken = false;
                while let Some((kind, value)) = (!taken && !kinds.is_empty()).then(|| kinds.remove(0)) {
                    let Some((path, mut fields)) = filled(&self.world, sample) else { continue };
                    fields[at].1 = value;
                    let answer = send(&caller, sample, &path, &fields);
                    by_answer.entry(outcome(&answer)).or_default().push(kind);
                    // What was taken changed the world; the next one finds it as it was.
                    taken = answer.is_done();
                }
                if taken {
                    self = Desk::new(engine, &self.login);
                }
            }
            lines.extend(by_answer.into_iter().map(|(answer, kinds)| format!("  {name} · {} → {answer}", kinds.join("、"))));
        }
        lines
    }
}

fn table(engine: Engine) -> String {
    let forms = SAMPLES.iter().filter(|sample| sample.post && !OF_SESSIONS.iter().any(|path| sample.path.starts_with(path)));
    let lines = forms.filter_map(|sample| {
        let login = sender(engine, sample)?;
        Some([vec![sample.path.to_owned()], Desk::new(engine, &login).lines(engine, sample)].concat())
    });
    lines.flatten().collect::<Vec<_>>().join("\n")
}

#[test]
fn nonsense_in_any_field_is_answered_with_a_sentence() {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        let table = table(Engine::Sqlite);
        insta::assert_snapshot!("nonsense", table);
        let broken: Vec<&str> = table.lines().filter(|line| line.contains("!!")).collect();
        assert_eq!(broken, [""; 0]);
    });
}
