//! What figures bring: who may see and freeze them, and the pages with the rows behind each.

use pages::TextSource;
use people::{Area, Permission, Routes};

use crate::{frozen, rows};

/// See figures and the rows behind them, of the own part of the book.
pub const SEE_FIGURES: Permission = Permission::general("see-figures");
/// Freeze the figures of a year that is over.
pub const FREEZE_FIGURES: Permission = Permission::general("freeze-figures");

/// The area of figures.
pub fn area() -> Area {
    Area {
        schemas: vec![crate::schema()],
        statements: crate::STATEMENTS.to_vec(),
        texts: vec![TextSource { zh_hans: include_str!("../texts/zh-Hans.ftl"), en: include_str!("../texts/en.ftl") }],
        routes: rows::routes(Routes::default()),
        allows: &[
            ("village_clerk", &[SEE_FIGURES]),
            ("village_supervisor", &[SEE_FIGURES]),
            ("township_reviewer", &[SEE_FIGURES]),
            ("county_officer", &[SEE_FIGURES, FREEZE_FIGURES]),
            ("auditor", &[SEE_FIGURES]),
        ],
        closed_until: Some(frozen::until),
        ..Area::named("figures")
    }
}
