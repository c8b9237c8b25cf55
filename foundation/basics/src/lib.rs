//! The smallest shared things: ids, books, subjects, moments and business dates.

mod county;
mod digest;
mod id;
mod subject;
mod time;

pub use county::{County, NotACounty};
pub use digest::{Digest, sha256};
pub use id::Id;
pub use subject::{ForeignRef, Kind, Subject};
pub use time::{BusinessDate, Clock, Moment, NotADate};
