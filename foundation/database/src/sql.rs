//! Named statements: one text for both engines, listed so that a test can prepare every one.

/// Where a text lies, and its length.
pub(crate) type Address = (usize, usize);

/// One SQL text with `$1`-style parameters. Made by [`statements!`](crate::statements), never at run time.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub name: &'static str,
    pub text: &'static str,
}

impl Sql {
    /// Key for statement caches: where the text lies, because it never moves or changes.
    pub(crate) fn address(&self) -> Address {
        (self.text.as_ptr() as usize, self.text.len())
    }

    /// The text for SQLite, which numbers `$1` by first appearance but `?1` as written.
    pub(crate) fn for_sqlite(&self) -> String {
        self.text.replace('$', "?")
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
