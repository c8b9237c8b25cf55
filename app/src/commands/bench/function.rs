//! What is compared with: ten lines of PL/pgSQL that move value between two accounts, called by as many as call the door.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

use super::ledger::Reached;
use super::{HOUSEHOLDS, Measured};
use crate::commands::measured::Report;
use crate::exit::Failure;

const SCENE: &str = "
    CREATE TABLE account (id BIGINT PRIMARY KEY, balance BIGINT NOT NULL CHECK (balance >= 0));
    CREATE TABLE transfer (id BIGSERIAL PRIMARY KEY, from_account BIGINT NOT NULL, to_account BIGINT NOT NULL, amount BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL);
    CREATE FUNCTION move_value(source BIGINT, target BIGINT, amount BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $$
    DECLARE number BIGINT;
    BEGIN
        UPDATE account SET balance = balance - amount WHERE id = source AND balance >= amount;
        IF NOT FOUND THEN RAISE EXCEPTION 'not enough'; END IF;
        UPDATE account SET balance = balance + amount WHERE id = target;
        INSERT INTO transfer (from_account, to_account, amount, at) VALUES (source, target, amount, now()) RETURNING id INTO number;
        RETURN number;
    END $$;";

fn failed(error: postgres::Error) -> Failure {
    Failure::cannot_open(format!("PostgreSQL: {error}"))
}

/// A database of its own on the server, dropped again.
pub(super) struct OwnDatabase {
    server: String,
    name: String,
    pub(super) url: String,
}

impl OwnDatabase {
    pub(super) fn make(server: &str, what: &str) -> Result<OwnDatabase, Failure> {
        let (server, name) = (server.trim_end_matches('/').to_owned(), format!("xieshou_bench_{what}_{}", std::process::id()));
        let mut client = Client::connect(&format!("{server}/postgres"), NoTls).map_err(failed)?;
        let made = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
        client.batch_execute(&made).map_err(failed)?;
        let url = format!("{server}/{name}");
        Ok(OwnDatabase { server, name, url })
    }
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        if let Ok(mut client) = Client::connect(&format!("{}/postgres", self.server), NoTls) {
            drop(client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)));
        }
    }
}

/// The function with 64 callers between cold accounts, and into and out of one hot one.
pub(super) fn measure(server: &str, seconds: Duration, reached: &Reached, report: &mut Report) -> Result<(), Failure> {
    let own = OwnDatabase::make(server, "function")?;
    let mut client = Client::connect(&own.url, NoTls).map_err(failed)?;
    client.batch_execute(SCENE).map_err(failed)?;
    let accounts = HOUSEHOLDS as i64;
    client.execute("INSERT INTO account SELECT n, 1000000000 FROM generate_series(1, $1::BIGINT) AS n", &[&accounts]).map_err(failed)?;
    let cold =
        call(&own.url, "function, cold accounts,", seconds, |number, accounts| (number % accounts + 1, (number * 7 + 3) % accounts + 1))?;
    let hot = call(&own.url, "function, one hot account,", seconds, |number, accounts| (number % (accounts - 1) + 2, 1))?;
    let ratio = reached.cold / cold.per_second;
    report.add(
        cold.row("PostgreSQL ", &[("door_on_sqlite", ratio)]).aims("the door on SQLite at least as fast with cold accounts", ratio >= 1.0),
    );
    let ratio = reached.hot / hot.per_second;
    report
        .add(hot.row("PostgreSQL ", &[("door_on_sqlite", ratio)]).aims("the door on SQLite at least 5 times with a hot one", ratio >= 5.0));
    Ok(())
}

fn call(url: &str, what: &str, seconds: Duration, between: fn(i64, i64) -> (i64, i64)) -> Result<Measured, Failure> {
    const CALLERS: usize = 64;
    let (stop, next) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(0)));
    let mut clients = Vec::new();
    for _ in 0..CALLERS {
        clients.push(Client::connect(url, NoTls).map_err(failed)?);
    }
    let began = Instant::now();
    let threads: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let (stop, next) = (stop.clone(), next.clone());
            std::thread::spawn(move || -> Result<Vec<f64>, postgres::Error> {
                let statement = client.prepare("SELECT move_value($1, $2, 1)")?;
                let mut took_ms = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let (from, to) = between(next.fetch_add(1, Ordering::Relaxed), HOUSEHOLDS as i64);
                    let sent = Instant::now();
                    client.query_one(&statement, &[&from, &to])?;
                    took_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
                }
                Ok(took_ms)
            })
        })
        .collect();
    std::thread::sleep(seconds);
    stop.store(true, Ordering::Relaxed);
    let mut took_ms = Vec::new();
    for thread in threads {
        took_ms.extend(thread.join().map_err(|_| Failure::cannot_open("A caller of the function failed."))?.map_err(failed)?);
    }
    Ok(Measured::of(format!("{what} {CALLERS}"), took_ms, began.elapsed()))
}
