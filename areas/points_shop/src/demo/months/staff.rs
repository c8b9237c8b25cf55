//! Who records, checks and sits in the villages of the demo.

use basics::Id;
use database::{DatabaseError, Db, Tx};
use people::login::{self, Login, NewGrant, NewLogin};

use super::super::people_of::{id_of, started};
use super::super::{PASSWORD, at, county};

/// Village, its clerk, its liaison, its supervisor: login and name of each.
const VILLAGES: &[(&str, [(&str, &str); 3])] = &[
    ("530624101201", [("wanghong", "王红"), ("chenzu", "陈祖光"), ("zhaolin", "赵林")]),
    ("530624101202", [("zhangqin", "张琴"), ("zhangqin2", "张大明"), ("zhangqin3", "阮世清")]),
    ("530624101203", [("lihua", "李华"), ("lihua2", "李正荣"), ("lihua3", "潘开富")]),
    ("530624101204", [("shenmei", "申梅"), ("shenmei2", "申学林"), ("shenmei3", "雷应国")]),
    ("530624101001", [("fanjun", "范军"), ("fanjun2", "范朝贵"), ("fanjun3", "付明英")]),
    ("530624101002", [("xiongli", "熊丽"), ("xiongli2", "熊正华"), ("xiongli3", "汪兴才")]),
];

const ROLES: [&str; 3] = ["village_clerk", "group_liaison", "village_supervisor"];

fn of(village: &str) -> &'static [(&'static str, &'static str); 3] {
    let found = VILLAGES.iter().find(|(code, _)| *code == village);
    &found.unwrap_or(&VILLAGES[0]).1
}

/// Login of the village's clerk.
pub(super) fn clerk(village: &str) -> &'static str {
    of(village)[0].0
}

/// Login of its liaison.
pub(super) fn liaison(village: &str) -> &'static str {
    of(village)[1].0
}

/// Login of its supervisor.
pub(super) fn supervisor(village: &str) -> &'static str {
    of(village)[2].0
}

/// Whoever leads its meetings.
pub(super) fn chair(village: &str) -> &'static str {
    of(village)[2].1
}

/// The login of this name.
pub(super) fn login(tx: &mut Tx<'_>, name: &str) -> Result<Login, DatabaseError> {
    let found = login::by_name(tx, name)?;
    found.map(|found| found.0).ok_or_else(|| DatabaseError::Broken(format!("the demo has no login {name}")))
}

/// A topic as everybody may read it.
pub(super) fn topic(word: &str) -> &'static str {
    match word {
        "poverty-work" => "配合脱贫攻坚",
        "policy" => "政策知晓",
        "education" => "孩子教育",
        "elders" => "赡养老人",
        "work" => "主动务工",
        "clean-home" => "人居环境",
        "customs" => "移风易俗",
        "honour" => "荣誉",
        _ => "好人好事",
    }
}

/// Makes the logins of the villages that nobody needs to sign in as; the others stand in the list that is printed.
pub(in super::super) fn make(db: &Db) -> Result<(), DatabaseError> {
    let hash = people::hash_password(PASSWORD);
    db.write_now(move |tx| {
        for (village, people) in VILLAGES.iter().skip(1) {
            for ((name, display), role) in people.iter().zip(ROLES) {
                let new = NewLogin {
                    id: id_of(name),
                    name: (*name).to_owned(),
                    display_name: (*display).to_owned(),
                    password_hash: hash.clone(),
                    must_change: false,
                    home: county(),
                    person: None,
                };
                login::create(tx, &new, None, at(started(), 0))?;
                let grant = NewGrant {
                    id: Id::derived(&[b"demo grant", name.as_bytes()]),
                    login: new.id,
                    role,
                    county: county(),
                    division: (*village).to_owned(),
                    kind: "",
                    place: None,
                    until: None,
                    by: None,
                };
                login::give(tx, &grant, at(started(), 0))?;
            }
        }
        Ok::<_, DatabaseError>(())
    })
}
