//! The bare loop: the same rows written with prepared statements and nothing decided, read or hashed.

use std::path::Path;
use std::time::{Duration, Instant};

use database::{Db, Location, Options};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};

use super::{HOUSEHOLDS, Measured};
use crate::areas;
use crate::exit::Failure;

fn failed(error: rusqlite::Error) -> Failure {
    Failure::cannot_open(format!("the bare loop failed: {error}"))
}

pub(super) fn measure(path: &Path, per_commit: usize, time: Duration) -> Result<Measured, Failure> {
    let db = Db::open(&Location::Sqlite(path.to_owned()), &Options::default())?;
    db.migrate(&areas::schemas(), areas::clock().now()).map_err(|error| Failure::cannot_open(error.to_string()))?;
    db.close();
    let connection = Connection::open(path).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    connection
        .execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16384;")
        .map_err(failed)?;
    seed(&connection).map_err(failed)?;
    let (mut number, mut took_ms, began) = (0_u64, Vec::new(), Instant::now());
    while began.elapsed() < time {
        let sent = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        for _ in 0..per_commit {
            number += 1;
            write(&connection, number).map_err(failed)?;
        }
        connection.execute_batch("COMMIT").map_err(failed)?;
        took_ms.extend(std::iter::repeat_n(sent.elapsed().as_secs_f64() * 1000.0, per_commit));
    }
    Ok(Measured::of(format!("bare loop, per commit {per_commit}"), took_ms, began.elapsed()))
}

fn seed(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA foreign_keys=OFF; BEGIN; INSERT INTO book VALUES (530624, 20200101, 'bare', 0); INSERT INTO ledger_head VALUES (530624, 0, x'00', 0); INSERT INTO shop_counter VALUES (530624, 'slip', 0);")?;
    let mut account =
        connection.prepare("INSERT INTO ledger_account VALUES (530624, ?1, 'household', ?1, 'points', 'tenth_point', 0, 1000000000)")?;
    for number in 0..HOUSEHOLDS as u64 + 3 {
        account.execute(params![account_id(number)])?;
    }
    connection.execute_batch("COMMIT")
}

/// Sixteen bytes in time order, as the door's ids are, with the number of the table in front.
fn id(table: u8, number: u64) -> [u8; 16] {
    let mut id = [table; 16];
    id[1..9].copy_from_slice(&number.to_be_bytes());
    id
}

/// Accounts' ids lie anywhere, as the door's do, which are hashes.
fn account_id(number: u64) -> [u8; 16] {
    let mut id = [0; 16];
    for (place, half) in id.chunks_mut(8).enumerate() {
        let mixed = (number * 2 + place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        half.copy_from_slice(&(mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes());
    }
    id
}

/// The rows of one redemption: four balances, head, posting, four lines, month sums, slip number, slip, its line, the change.
fn write(connection: &Connection, number: u64) -> rusqlite::Result<()> {
    let (household, now, seq) = (number % HOUSEHOLDS as u64, 1_578_445_200_000_i64, number as i64);
    let accounts = [household, HOUSEHOLDS as u64, HOUSEHOLDS as u64 + 1, HOUSEHOLDS as u64 + 2].map(account_id);
    let (posting, hash) = (id(2, number), [7_u8; 32]);
    let mut balance = connection.prepare_cached("UPDATE ledger_account SET balance = balance - 1 WHERE county = 530624 AND id = ?1")?;
    for account in &accounts {
        balance.execute(params![account])?;
    }
    connection
        .prepare_cached("UPDATE ledger_head SET seq = ?1, head = ?2, recorded_at = ?3 WHERE county = 530624")?
        .execute(params![seq, hash, now])?;
    connection
        .prepare_cached("INSERT INTO ledger_posting VALUES (530624, ?1, ?2, ?3, 20200108, ?4, ?5, 'redemption', ?1, NULL, NULL, ?3)")?
        .execute(params![posting, seq, hash, now, accounts[0]])?;
    connection
        .prepare_cached("INSERT INTO ledger_line VALUES (530624, ?1, 0, ?2, -300, 100, NULL), (530624, ?1, 1, ?3, 300, 100, NULL), (530624, ?1, 2, ?4, -1, 100, NULL), (530624, ?1, 3, ?5, 1, 100, NULL)")?
        .execute(params![seq, accounts[0], accounts[1], accounts[2], accounts[3]])?;
    connection
        .prepare_cached(
            "INSERT INTO ledger_month VALUES (530624, ?1, 202001, 0, 300), (530624, ?2, 202001, 300, 0), (530624, ?3, 202001, 0, 1), (530624, ?4, 202001, 1, 0)
             ON CONFLICT (county, account, month) DO UPDATE SET came_in = came_in + excluded.came_in, went_out = went_out + excluded.went_out",
        )?
        .execute(params![accounts[0], accounts[1], accounts[2], accounts[3]])?;
    connection.prepare_cached("UPDATE shop_counter SET last = last + 1 WHERE county = 530624 AND name = 'slip'")?.execute([])?;
    connection
        .prepare_cached("INSERT INTO redemption VALUES (530624, ?1, ?2, ?3, ?4, 20200108, ?5, ?2, '陈家福', 'head', 'paper', '20200108-1', 300, 1, 1000, 700, NULL, '530624101201')")?
        .execute(params![posting, accounts[1], seq, accounts[0], now])?;
    connection.prepare_cached("INSERT INTO redemption_line VALUES (530624, ?1, 1, ?2, ?3, 1, 300)")?.execute(params![
        posting,
        accounts[2],
        accounts[3]
    ])?;
    connection.prepare_cached("UPDATE book SET change_number = change_number + 1 WHERE county = 530624")?.execute([])?;
    connection
        .prepare_cached("INSERT INTO change VALUES (530624, ?1, ?2, ?3, 'handed-over', 'redemption', ?4, NULL, '{\"number\":1,\"points\":\"30\",\"pieces\":1,\"collector\":\"陈家福\"}')")?
        .execute(params![seq, now, accounts[1], posting])?;
    Ok(())
}
