//! Values that go into a statement.

use basics::{BusinessDate, County, Id, Moment};
use money::{Fen, Pieces, TenthPoints};
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// One argument of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Int(i64),
    Text(&'a str),
    Blob(&'a [u8]),
    Bool(bool),
    Null,
}

/// A value of any kind that stands by itself, for what reads tables it does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnedValue {
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
    Bool(bool),
    Null,
}

impl ToValue for OwnedValue {
    fn to_value(&self) -> Value<'_> {
        match self {
            OwnedValue::Int(number) => Value::Int(*number),
            OwnedValue::Text(text) => Value::Text(text),
            OwnedValue::Blob(bytes) => Value::Blob(bytes),
            OwnedValue::Bool(yes) => Value::Bool(*yes),
            OwnedValue::Null => Value::Null,
        }
    }
}

/// Arguments of a statement, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::ToValue::to_value(&$value)),*][..] };
}

/// Types that can be an argument of a statement.
pub trait ToValue {
    /// The argument, borrowing from the value.
    fn to_value(&self) -> Value<'_>;
}

macro_rules! to_value {
    ($($kind:ty => |$it:ident| $value:expr;)+) => {
        $(impl ToValue for $kind {
            fn to_value(&self) -> Value<'_> { let $it = self; $value }
        })+
    };
}

to_value! {
    i64 => |it| Value::Int(*it);
    bool => |it| Value::Bool(*it);
    String => |it| Value::Text(it);
    str => |it| Value::Text(it);
    Vec<u8> => |it| Value::Blob(it);
    [u8] => |it| Value::Blob(it);
    [u8; 16] => |it| Value::Blob(it);
    [u8; 32] => |it| Value::Blob(it);
    County => |it| Value::Int(it.code());
    Moment => |it| Value::Int(it.0);
    BusinessDate => |it| Value::Int(it.number());
    Fen => |it| Value::Int(it.0);
    TenthPoints => |it| Value::Int(it.0);
    Pieces => |it| Value::Int(it.0);
}

impl<Of> ToValue for Id<Of> {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(self.as_bytes())
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Int(number) => ValueRef::Integer(number),
            Value::Bool(yes) => ValueRef::Integer(i64::from(yes)),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
            Value::Null => ValueRef::Null,
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Value::Int(number) if *kind == Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Bool(yes) => yes.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Blob(bytes) => bytes.to_sql(kind, out),
            Value::Null => Ok(IsNull::Yes),
        }
    }

    // The server checks the type when the statement is prepared; a wrong one is a bug the prepare test finds.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
