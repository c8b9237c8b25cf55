//! Who is where: households with dated members, persons, bodies; found by name, initials and code.

pub mod id_number;
pub mod masking;
pub mod name_search;
