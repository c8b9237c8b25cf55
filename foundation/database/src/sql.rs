//! Named statements: one text for both engines, listed so that a test can prepare every one.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

/// One SQL text with `$1`-style parameters. Made by [`statements!`](crate::statements), never at run time.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub name: &'static str,
    pub text: &'static str,
}

impl Sql {
    /// Key for statement caches: the text's address, because the text never moves or changes.
    pub(crate) fn address(&self) -> usize {
        self.text.as_ptr() as usize
    }

    /// The text for SQLite, which numbers `$1` by first appearance but `?1` as written.
    pub(crate) fn for_sqlite(&self) -> &'static str {
        static TEXTS: OnceLock<Mutex<HashMap<usize, &'static str>>> = OnceLock::new();
        let mut texts = TEXTS.get_or_init(Mutex::default).lock().expect("no holder of this lock can panic");
        texts.entry(self.address()).or_insert_with(|| Box::leak(self.text.replace('$', "?").into_boxed_str()))
    }
}

/// Names the SQL texts of a store and lists them as `STATEMENTS`, so that each is prepared on both engines by a test.
#[macro_export]
macro_rules! statements {
    ($($name:ident = $text:expr;)+) => {
        $(const $name: $crate::Sql = $crate::Sql { name: concat!(module_path!(), "::", stringify!($name)), text: $text };)+
        /// Every statement of this store.
        pub const STATEMENTS: &[$crate::Sql] = &[$($name),+];
    };
}
