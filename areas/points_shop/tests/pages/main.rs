//! Pages of people, registry and shop through the gate: who may see and do what, and how every page looks.

#[path = "../common/mod.rs"]
mod common;

mod account;
mod addresses;
mod nonsense;
mod permissions;
mod samples;
mod snapshots;
mod twice;
