//! One row of an answer, read by column position.

use basics::{BusinessDate, County, Digest, Id, Moment};
use money::{Fen, Pieces, TenthPoints};
use rusqlite::types::ValueRef;

use crate::{ColumnKind, DatabaseError, OwnedValue};

/// A row of either engine.
pub enum Row<'r> {
    Lite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl Row<'_> {
    /// The value at this position, counted from 0.
    pub fn get<T: FromValue>(&self, position: usize) -> Result<T, DatabaseError> {
        T::from_row(self, position)
    }

    /// The value at this position of a column known only from the catalogue.
    pub fn dynamic(&self, position: usize, kind: ColumnKind) -> Result<OwnedValue, DatabaseError> {
        let value = match kind {
            ColumnKind::Int => self.get::<Option<i64>>(position)?.map(OwnedValue::Int),
            ColumnKind::Text => self.get::<Option<String>>(position)?.map(OwnedValue::Text),
            ColumnKind::Blob => self.get::<Option<Vec<u8>>>(position)?.map(OwnedValue::Blob),
            ColumnKind::Bool => self.get::<Option<bool>>(position)?.map(OwnedValue::Bool),
        };
        Ok(value.unwrap_or(OwnedValue::Null))
    }
}

/// Types that can be read from a column.
pub trait FromValue: Sized {
    /// Reads the column at this position.
    fn from_row(row: &Row<'_>, position: usize) -> Result<Self, DatabaseError>;
}

fn lite<'r>(row: &'r rusqlite::Row<'_>, position: usize) -> Result<ValueRef<'r>, DatabaseError> {
    row.get_ref(position).map_err(DatabaseError::from)
}

macro_rules! from_value {
    ($kind:ty, $variant:pat => $value:expr) => {
        impl FromValue for $kind {
            fn from_row(row: &Row<'_>, position: usize) -> Result<Self, DatabaseError> {
                match row {
                    Row::Postgres(row) => Ok(row.try_get(position)?),
                    Row::Lite(row) => match lite(row, position)? {
                        $variant => Ok($value),
                        other => Err(DatabaseError::wrong_type(stringify!($kind), position, other.data_type())),
                    },
                }
            }
        }
        impl FromValue for Option<$kind> {
            fn from_row(row: &Row<'_>, position: usize) -> Result<Self, DatabaseError> {
                match row {
                    Row::Postgres(row) => Ok(row.try_get(position)?),
                    Row::Lite(inner) => match lite(inner, position)? {
                        ValueRef::Null => Ok(None),
                        _ => <$kind>::from_row(row, position).map(Some),
                    },
                }
            }
        }
    };
}

from_value!(i64, ValueRef::Integer(number) => number);
from_value!(bool, ValueRef::Integer(number) => number != 0);
from_value!(String, ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned());
from_value!(Vec<u8>, ValueRef::Blob(bytes) => bytes.to_vec());

/// A type kept in a column of another type; the closure turns the stored value into it, or finds that it does not fit.
macro_rules! kept_as {
    (@ [$($generics:tt)?] $kind:ty, $stored:ty, |$it:ident| $read:expr) => {
        impl<$($generics)?> FromValue for $kind {
            fn from_row(row: &Row<'_>, position: usize) -> Result<Self, DatabaseError> {
                let $it = <$stored>::from_row(row, position)?;
                $read.ok_or_else(|| DatabaseError::misfit(stringify!($kind), position))
            }
        }
        impl<$($generics)?> FromValue for Option<$kind> {
            fn from_row(row: &Row<'_>, position: usize) -> Result<Self, DatabaseError> {
                match <Option<$stored>>::from_row(row, position)? {
                    None => Ok(None),
                    Some($it) => $read.map(Some).ok_or_else(|| DatabaseError::misfit(stringify!($kind), position)),
                }
            }
        }
    };
    (for<$generics:tt> $kind:ty, $stored:ty => |$it:ident| $read:expr) => { kept_as!(@ [$generics] $kind, $stored, |$it| $read); };
    ($kind:ty, $stored:ty => |$it:ident| $read:expr) => { kept_as!(@ [] $kind, $stored, |$it| $read); };
}

kept_as!(County, i64 => |number| County::try_new(number).ok());
kept_as!(Moment, i64 => |number| Some(Moment(number)));
kept_as!(BusinessDate, i64 => |number| BusinessDate::from_number(number).ok());
kept_as!(Fen, i64 => |amount| Some(Fen(amount)));
kept_as!(TenthPoints, i64 => |amount| Some(TenthPoints(amount)));
kept_as!(Pieces, i64 => |amount| Some(Pieces(amount)));
kept_as!(Digest, Vec<u8> => |bytes| Digest::try_from(bytes).ok());
kept_as!(for<Of> Id<Of>, Vec<u8> => |bytes| <[u8; 16]>::try_from(bytes).ok().map(Id::from_bytes));
