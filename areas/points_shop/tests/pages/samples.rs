//! What a person would fill into the forms and search for, route by route.
//!
//! A new route needs a line here if it takes a form or a search; a new `{name}` in a path needs a value in every place of the
//! world (`Place::note` in `tests/common`) and one that names nothing (`nowhere` there).

use testkit::permissions::Sample;

use crate::common::PIXEL;

/// Searches that would find somebody in any of the places: initials, codes, cards.
const HOUSEHOLDS: &[&str] = &["q=c", "q=z", "q=s", "q=zdq", "q=3111", "q=4111", "q=530624", "q=530627", "q={code}"];
const COUNTER: &[&str] =
    &["q=c", "q=z", "q=s", "q=3112", "q=4112", "q=530624", "q={code}", "q={card_number}", "q=https%3A%2F%2Fx.cn%2Fq%2F{county}%2F{secret}"];
const DAYS: &[&str] = &["day=2020-01-07", "day=2019-12-31"];

const RULE: &[(&str, &str)] = &[
    ("number", "1"),
    ("topic", "policy"),
    ("item", "问政策"),
    ("effect", "plus"),
    ("points", "2"),
    ("unit", "time"),
    ("cap", "none"),
    ("recorder", "helper"),
    ("evidence", "none"),
];
const NEW_RULE: &[(&str, &str)] = &[
    ("id", "{new}"),
    ("number", "99"),
    ("topic", "honour"),
    ("item", "道德模范"),
    ("effect", "range"),
    ("points", "5"),
    ("most", "20"),
    ("unit", "time"),
    ("cap", "times"),
    ("cap-amount", "1"),
    ("cap-per", "person"),
    ("cap-period", "year"),
    ("recorder", "meeting"),
    ("evidence", "certificate"),
];

pub const SAMPLES: &[Sample] = &[
    // People.
    Sample::get_with("/language", &["to=en&back=%2Fme", "to=zh-Hans&back=%2F%2Felsewhere.example"]),
    Sample::post("/login", &[("name", "nobody"), ("password", "no password of anybody")]),
    Sample::post("/logout", &[]),
    Sample::post("/me/sessions/{session}/end", &[]).never_done("a session's short id stands only on its owner's page; see account.rs"),
    Sample::post("/me/deputies", &[("id", "{new}"), ("grant", "{grant}"), ("deputy", "cuiping.clerk"), ("until", "2020-01-20")]),
    Sample::post("/me/deputies/{grant}/end", &[]).never_done("nobody stands in for anybody here; see core/people/tests"),
    Sample::post("/password", &[("password", "wrong"), ("password-new", "another-word-41"), ("password-again", "another-word-41")])
        .never_done("every later step signs in with the old one; see account.rs"),
    Sample::post("/kept/forget", &[]),
    Sample::post(
        "/c/{county}/logins",
        &[
            ("name", "new.liaison"),
            ("display", "新联络员"),
            ("role", "group_liaison"),
            ("place", "division:{village}"),
            ("until", "2020-12-31"),
        ],
    ),
    Sample::post("/c/{county}/logins/{login}/grants", &[("role", "village_supervisor"), ("place", "division:{village}"), ("until", "")]),
    Sample::post("/c/{county}/logins/{login}/grants/{grant}/end", &[]),
    Sample::post("/c/{county}/logins/{login}/lift", &[]),
    Sample::post("/c/{county}/logins/{login}/password", &[]),
    Sample::post("/c/{county}/logins/{login}/disable", &[]),
    Sample::get("/c/{county}/history/{kind}/{id}", &["page=1"]).never_done("each kind asks for its own permission; see history.rs"),
    Sample::get("/c/{county}/sign-ins", &["login=cuiping.manager&from=2020-01-01&until=2020-01-31", "from=yesterday"]),
    Sample::get("/c/{county}/access-log", &["login=cuiping.manager&from=2020-01-01&until=2020-01-31", "page=1"]),
    Sample::post(
        "/c/{county}/settings/{setting}",
        &[("scope", "county"), ("value", "6"), ("from", "2020-02-01"), ("reason", "县里 3 号文件")],
    ),
    Sample::post("/c/{county}/reminders/{reminder}/seen", &[]).never_done("a reminder is its own login's alone; see core/people/tests"),
    // Households.
    Sample::get("/c/{county}/households", HOUSEHOLDS),
    Sample::post(
        "/c/{county}/households",
        &[
            ("id", "{new}"),
            ("village", "{village}"),
            ("group", "3"),
            ("code", ""),
            ("since", "2018-09-01"),
            ("registered", "1"),
            ("name.0", "田守信"),
            ("phone.0", "13887040000"),
        ],
    ),
    Sample::post("/c/{county}/households/{household}/unmask", &[("purpose", "核对补卡人的身份")]),
    Sample::post(
        "/c/{county}/households/{household}/members",
        &[("id", "{new}"), ("name.1", "陈晓雨"), ("relation.1", "daughter"), ("since", "")],
    ),
    Sample::post("/c/{county}/households/{household}/members/{person}/leave", &[]),
    Sample::post("/c/{county}/households/{household}/relatives", &[("login", "cuiping.manager"), ("what", "kin")]),
    Sample::post("/c/{county}/households/{household}/relatives/end", &[("ended", "cuiping.manager"), ("reason", "登记错了")]),
    // Shops, goods, money.
    Sample::post(
        "/c/{county}/shops",
        &[
            ("id", "{new}"),
            ("name", "田坝新店"),
            ("village", "{free_village}"),
            ("phone", "0870-5620123"),
            ("open_days", "5, 20"),
            ("serves", "{free_village}"),
        ],
    ),
    Sample::post("/c/{county}/shops/{shop}", &[("phone", "0870-5620124"), ("open_days", ""), ("serves", "{village}")]),
    Sample::post(
        "/c/{county}/shops/{shop}/goods",
        &[
            ("id", "{new}"),
            ("number", "9"),
            ("name", "毛巾"),
            ("spec", ""),
            ("piece_unit", "条"),
            ("category", "daily"),
            ("price", "5"),
            ("minimum", "2"),
            ("offered", "1"),
        ],
    ),
    Sample::post(
        "/c/{county}/shops/{shop}/goods/{goods}",
        &[
            ("number", "1"),
            ("name", "香米"),
            ("spec", "5 kg"),
            ("piece_unit", "袋"),
            ("category", "grain-oil"),
            ("price", "20.5"),
            ("minimum", "5"),
            ("offered", "1"),
        ],
    ),
    Sample::post(
        "/c/{county}/shops/{shop}/receipts",
        &[
            ("id", "{new}"),
            ("way", "given"),
            ("source", "中山市东凤镇"),
            ("on", "2020-01-08"),
            ("goods.0", "{goods}"),
            ("quantity.0", "5"),
            ("expires.0", "2020-12-31"),
            ("witness", "周明芳"),
            ("paper", "收-0009"),
        ],
    ),
    Sample::post(
        "/c/{county}/shops/{shop}/funds/money",
        &[("id", "{new}"), ("source", "中山市东凤镇"), ("amount", "500.00"), ("note", "")],
    ),
    Sample::post("/c/{county}/shops/{shop}/funds/points", &[("id", "{new}"), ("points", "10"), ("reason", "补一点")]),
    Sample::post("/c/{county}/shops/{shop}/stock-takes", &[("id", "{new}")]),
    Sample::post("/c/{county}/shops/{shop}/stock-takes/{stock_take}", &[("do", "save"), ("count.{lot}", "20"), ("shown.{lot}", "20")])
        .never_done("this one is signed; see stock_pages.rs"),
    Sample::post("/c/{county}/shops/{shop}/stock-takes/{stock_take}/stop", &[]).never_done("this one is signed; see stock_pages.rs"),
    Sample::get("/c/{county}/shops/{shop}/scraps/new", &["lot={lot}"]),
    Sample::post(
        "/c/{county}/shops/{shop}/scraps",
        &[("id", "{new}"), ("lot", "{lot}"), ("quantity", "1"), ("reason", "broken"), ("witness", "周明芳"), ("paper", "损-0001")],
    ),
    Sample::get("/c/{county}/lots/{lot}", &["before=1"]),
    Sample::get("/c/{county}/gifts/{donor}", &["page=1"]),
    // The counter.
    Sample::get("/c/{county}/shops/{shop}/counter", COUNTER),
    Sample::post("/c/{county}/shops/{shop}/counter/{household}", &[("quantity.{goods}", "1"), ("next", "1")]),
    Sample::post(
        "/c/{county}/shops/{shop}/counter/{household}/collect",
        &[("id", "{new}"), ("quantity.{goods}", "1"), ("collector", "{person}"), ("paper", "领-0009")],
    ),
    Sample::post(
        "/c/{county}/shops/{shop}/counter/{household}/late",
        &[
            ("id", "{new}"),
            ("day", "2020-01-06"),
            ("paper-number", "手-0001"),
            ("reason", "那天停电"),
            ("goods.0", "{goods}"),
            ("quantity.0", "1"),
            ("collector", "{person}"),
        ],
    ),
    Sample::post("/c/{county}/shops/{shop}/redemptions/{redemption}/print", &[]),
    Sample::post("/c/{county}/shops/{shop}/redemptions/{redemption}/cancel", &[("reason", "拿错了")]),
    Sample::post(
        "/c/{county}/shops/{shop}/set-asides/{set_aside}/collect",
        &[("id", "{new}"), ("collector", "{other_person}"), ("paper", "领-0010")],
    ),
    Sample::post("/c/{county}/shops/{shop}/set-asides/{set_aside}/return", &[]).never_done("the form before has handed it over"),
    Sample::get("/c/{county}/shops/{shop}/today", DAYS),
    Sample::get("/c/{county}/shops/{shop}/today.pdf", DAYS),
    Sample::post("/c/{county}/shops/{shop}/today/close", &[("witness", "周明芳"), ("paper", "日-0108")]),
    // Figures.
    Sample::get("/c/{county}/figures", &["year=2019"]),
    Sample::get("/c/{county}/figures/{place}", &["year=2019"]),
    Sample::get_with("/c/{county}/figures/{figure}/rows", &["place={place}&from=2020-01-01&to=2020-01-08"]),
    Sample::get_with("/c/{county}/figures/{figure}/rows.xlsx", &["place={place}&from=2020-01-01&to=2020-01-08"]),
    Sample::get("/c/{county}/figures/changed", &["year=2019&before=9"]),
    Sample::get("/c/{county}/figures/{place}/changed", &["year=2019&before=9"]),
    Sample::get("/c/{county}/figures/freeze", &["year=2019", "year=2030"]),
    Sample::post("/c/{county}/figures/freeze", &[("year", "2019"), ("shown", "households-redeemed=1")])
        .never_done("it carries what its page showed; see freezing_pages.rs"),
    // Cards, points, reversals.
    Sample::post("/c/{county}/households/{household}/card", &[("id", "{new}"), ("reason", "lost")]),
    Sample::post("/c/{county}/shops/{shop}/cards/issue", &[("village", "{village}")]),
    Sample::get_with("/c/{county}/shops/{shop}/cards.pdf", &["village={village}"]),
    Sample::post(
        "/c/{county}/households/{household}/opening",
        &[("id", "{new}"), ("points", "20"), ("reason", "存折余额"), ("signer", "户主"), ("paper", "存-0009")],
    )
    .never_done("each household brings points once, and this one has"),
    Sample::post("/c/{county}/shops/{shop}/redemptions/{redemption}/reversal", &[("id", "{new}"), ("reason", "数量写错")]),
    Sample::post("/c/{county}/shops/{shop}/stock-takes/{stock_take}/reversal", &[("id", "{new}"), ("reason", "那天点错了架")]),
    Sample::post("/c/{county}/shops/{shop}/scraps/{scrap}/reversal", &[("id", "{new}"), ("reason", "没有碎，找到了")]),
    Sample::post("/c/{county}/households/{household}/opening/{opening}/reversal", &[("id", "{new}"), ("reason", "写错了户")]),
    // Deeds.
    Sample::get("/c/{county}/deeds", &["state=submitted", "state=submitted&page=1", "q=c", "q=z", "q=s", "q=3111", "q=4111", "q={code}"]),
    Sample::get("/c/{county}/deeds/round", &["village={village}", "village={village}&group=%E4%BA%8C"]),
    Sample::post("/c/{county}/deeds/round", &[("village", "{village}"), ("group", "二")])
        .never_done("its fields are called after households; see deeds_pages.rs"),
    Sample::get_with("/c/{county}/deeds/register.pdf", &["village={village}&month=2020-01", "village={village}&group=2"]),
    Sample::get("/c/{county}/deeds/paste", &["place={village}", "place={village}&done-on=2020-01-07"]),
    Sample::post(
        "/c/{county}/deeds/paste",
        &[
            ("place", "{village}"),
            ("done-on", "2020-01-07"),
            ("rule", "00000000-0000-7000-8000-000000530624"),
            ("source", "村小"),
            ("lines", "查无此人"),
            ("go", "look"),
        ],
    ),
    Sample::post(
        "/c/{county}/households/{household}/deeds",
        &[("id", "{new}"), ("rule", "00000000-0000-7000-8000-000000530624"), ("done-on", "2020-01-07"), ("keep", "draft")],
    ),
    Sample::post("/c/{county}/deeds/{deed}/submit", &[]),
    Sample::post("/c/{county}/deeds/{deed}/withdraw", &[]),
    Sample::post("/c/{county}/deeds/{deed}/check", &[]),
    Sample::post("/c/{county}/deeds/{deed}/reject", &[("reason", "没有这回事")]).never_done("the form before has checked it"),
    Sample::post("/c/{county}/deeds/{deed}/photos", &[]).with_file("photos", PIXEL),
    Sample::get("/c/{county}/deeds/{deed}/amend", &[]),
    Sample::post("/c/{county}/deeds/{deed}/amend", &[]).never_done("this one was neither returned nor objected to; see month_pages.rs"),
    Sample::get("/c/{county}/deeds/{deed}/reversal", &[]).never_done("only what is in the book can be reversed; see month_pages.rs"),
    Sample::post("/c/{county}/deeds/{deed}/reversal", &[("id", "{new}"), ("reason", "查无此事")])
        .never_done("only what is in the book can be reversed; see month_pages.rs"),
    // The month.
    Sample::get("/c/{county}/appraisals", &["month=202001&township=530624101", "month=all&page=1"]),
    Sample::post("/c/{county}/appraisals", &[("id", "{new}"), ("village", "{village}"), ("month", "201912")]),
    Sample::get("/c/{county}/appraisals/{roster}", &["above=1", "above=9999"]),
    Sample::get("/c/{county}/appraisals/{roster}/entries", &["above=1", "above=9999", "state=notice&group=%E4%BA%8C&name=%E9%99%88"]),
    Sample::post(
        "/c/{county}/appraisals/{roster}/meetings",
        &[
            ("id", "{new}"),
            ("held-on", "2020-01-08"),
            ("chair", "代表1"),
            ("expected", "31"),
            ("names-site", "代表1、代表2、代表3、代表4、代表5、代表6、代表7、代表8、代表9、代表10、代表11、代表12、代表13、代表14、代表15"),
            ("names-paper", "代表16"),
        ],
    ),
    Sample::post("/c/{county}/appraisals/{roster}/decisions", &[("action", "{new}"), ("meeting", "{meeting}"), ("good", "all")]),
    Sample::post("/c/{county}/appraisals/{roster}/notice", &[("action", "{new}"), ("board", "村委会公示栏")]),
    Sample::get("/c/{county}/appraisals/{roster}/meetings/{meeting}/minutes.pdf", &[]),
    Sample::post("/c/{county}/appraisals/{roster}/meetings/{meeting}/attendance", &[("click", "{new}"), ("late-site", "王国富")])
        .never_done("its list hangs out; see month_mistakes.rs"),
    Sample::post("/c/{county}/appraisals/{roster}/entries/{entry}/decision-back", &[("action", "{new}")]),
    Sample::post("/c/{county}/appraisals/{roster}/reviews", &[("action", "{new}")]),
    Sample::post("/c/{county}/appraisals/{roster}/entries/{entry}/return", &[("action", "{new}"), ("reason", "照片看不清")]),
    Sample::post("/c/{county}/appraisals/{roster}/confirmation", &[("action", "{new}")]),
    Sample::get("/n/{county}/{notice}", &["name=%E9%99%88"]),
    Sample::get("/n/{county}/{notice}/objection", &["line=1"]),
    Sample::post("/n/{county}/{notice}/objection", &[("id", "{new}"), ("line", "{line}"), ("what", "那天没有出工")])
        .never_done("it needs no role; see month_pages.rs"),
    Sample::get("/c/{county}/notices", &["page=1"]),
    Sample::get("/c/{county}/notices/{notice}/objections/new", &["line=1"]),
    Sample::post(
        "/c/{county}/notices/{notice}/objections",
        &[("id", "{new}"), ("line", "{line}"), ("what", "那天没有出工"), ("way", "phone"), ("received-on", "2020-01-08"), ("name", "")],
    ),
    Sample::get("/c/{county}/objections", &["answered=1", "page=1"]),
    Sample::post("/c/{county}/objections/{objection}", &[("reply", "查过了，那天他家有人出工")]),
    // Rules.
    Sample::post("/c/{county}/rules", &[("id", "{new}"), ("place", "{rules_of}")]),
    Sample::post("/c/{county}/rules/{table}/rows", NEW_RULE),
    Sample::post("/c/{county}/rules/{table}/rows/{rule}", RULE),
    Sample::post("/c/{county}/rules/{table}/rows/{rule}/strike", &[]),
    Sample::post(
        "/c/{county}/rules/{table}/adopt",
        &[("meeting", "村民代表会"), ("on", "2020-01-05"), ("attended", "31"), ("minutes", "会-001"), ("valid-from", "2020-01-06")],
    ),
    Sample::post("/c/{county}/reversals/{reversal}/confirm", &[("posting", "{new}")]),
    Sample::post("/c/{county}/reversals/{reversal}/decline", &[("answer.{reversal}", "小票没有写错")])
        .never_done("the form before has confirmed it"),
    // Last of all, since afterwards the household is not there.
    Sample::post(
        "/c/{county}/households/{household}/end",
        &[("id", "{new}"), ("reason", "moved"), ("from", "2020-01-08"), ("note", ""), ("go", "confirm")],
    ),
    Sample::post("/c/{county}/households/{household}/back", &[("id", "{new}"), ("why", "登错了户")]),
];
