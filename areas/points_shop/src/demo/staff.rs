//! Who records, checks and sits in the villages of the demo.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use database::{DatabaseError, Db, Tx};
use people::login::{self, Login};

use super::people_of::{Place, Somebody, make as make_login};
use super::scene::{Scene, townships, villages_of};
use super::{Dice, county, names};

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

type Three = [(String, String); 3];

/// Everybody of the county's villages: those above, and for the others logins that tell the village by its code.
static ALL: LazyLock<BTreeMap<&'static str, Three>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for township in townships(&county().to_string()) {
        for village in villages_of(&township.code, usize::MAX) {
            let known = VILLAGES.iter().find(|(code, _)| *code == village);
            let three =
                known.map_or_else(|| invented(village), |(_, three)| three.map(|(name, display)| (name.to_owned(), display.to_owned())));
            all.insert(village, three);
        }
    }
    all
});

fn invented(village: &str) -> Three {
    let mut dice = Dice::new(0, &format!("staff of {village}"));
    ["clerk", "liaison", "supervisor"].map(|what| {
        let given = if what == "clerk" { names::woman(&mut dice) } else { names::man(&mut dice) };
        (format!("{what}.{}", village.get(6..).unwrap_or(village)), format!("{}{given}", names::surname(&mut dice, 0)))
    })
}

fn of(village: &str) -> &'static Three {
    ALL.get(village).unwrap_or_else(|| &ALL[VILLAGES[0].0])
}

/// Login of the village's clerk.
pub(super) fn clerk(village: &str) -> &'static str {
    &of(village)[0].0
}

/// Login of its liaison.
pub(super) fn liaison(village: &str) -> &'static str {
    &of(village)[1].0
}

/// Login of its supervisor.
pub(super) fn supervisor(village: &str) -> &'static str {
    &of(village)[2].0
}

/// Whoever leads its meetings.
pub(super) fn chair(village: &str) -> &'static str {
    &of(village)[2].1
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
pub(super) fn make(db: &Db, scene: &Scene, villages: &[&'static str], hash: &str) -> Result<(), DatabaseError> {
    let (villages, hash, since) = (villages.to_vec(), hash.to_owned(), scene.started);
    db.write_now(move |tx| {
        for village in &villages {
            for ((name, display), role) in of(village).iter().zip(ROLES) {
                let place = Place::Division(village);
                make_login(tx, &Somebody { name, role, display, home: county(), place }, &hash, since)?;
            }
        }
        Ok::<_, DatabaseError>(())
    })
}

/// Villages with people of their own in a small demo, but for the first, whose logins are printed.
pub(super) fn of_small() -> Vec<&'static str> {
    VILLAGES.iter().skip(1).map(|(village, _)| *village).collect()
}
