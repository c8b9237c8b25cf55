//! The same rows on PostgreSQL by hand: prepared statements on one connection, one commit at a time, nothing decided, read or hashed.

use std::time::{Duration, Instant};

use basics::County;
use points_shop::bench;
use postgres::{Client, NoTls, Statement};

use super::Measured;
use crate::exit::Failure;

/// What the door writes for one redemption, in its order.
const STATEMENTS: [&str; 12] = [
    "UPDATE ledger_account SET balance = balance - 1 WHERE county = $1 AND id = $2",
    "UPDATE ledger_head SET seq = seq + 1 WHERE county = $1",
    "INSERT INTO ledger_posting (county, id, seq, digest, business_date, recorded_at, actor, cause_kind, cause, leaf)
     SELECT $1, $2, seq, $3, 20200108, 1578445200000, $2, 'redemption', $2, $3 FROM ledger_head WHERE county = $1",
    "INSERT INTO ledger_line (county, seq, line, account, amount, balance_after)
     SELECT $1, seq, line, $2, -300, 100 FROM ledger_head, generate_series(0, 3) AS line WHERE county = $1",
    "INSERT INTO ledger_month (county, account, month, came_in, went_out) VALUES ($1, $2, 202001, 0, 300), ($1, $3, 202001, 0, 300), ($1, $4, 202001, 0, 300), ($1, $5, 202001, 0, 300)
     ON CONFLICT (county, account, month) DO UPDATE SET came_in = ledger_month.came_in + excluded.came_in, went_out = ledger_month.went_out + excluded.went_out",
    "UPDATE ledger_head SET head = $2, recorded_at = 1578445200000 WHERE county = $1",
    "INSERT INTO shop_counter (county, name, last) VALUES ($1, 'by hand', 1) ON CONFLICT (county, name) DO UPDATE SET last = shop_counter.last + 1",
    "INSERT INTO redemption (county, id, shop, number, household, handed_on, at, clerk, collector, relation, signature_kind, signature, points, pieces,
     balance_before, balance_after, village) VALUES ($1, $2, $3, 1, $4, 20200108, 1578445200000, $2, '陈家福', 'head', 'paper', '20200108-1', 300, 1, 1000, 700, '530624101201')",
    "INSERT INTO redemption_line (county, redemption, line, goods, lot, quantity, price) VALUES ($1, $2, 1, $3, $2, 1, 300)",
    "UPDATE book SET change_number = change_number + 1 WHERE county = $1",
    "INSERT INTO change (county, number, at, actor, verb, kind, id, after)
     SELECT $1, change_number, 1578445200000, $2, 'handed-over', 'redemption', $2, '{\"number\":1,\"points\":\"30\",\"pieces\":1,\"collector\":\"陈家福\"}' FROM book WHERE county = $1",
    "SELECT id FROM ledger_account WHERE county = $1 AND owner_kind = 'household' ORDER BY id",
];

fn failed(error: postgres::Error) -> Failure {
    Failure::cannot_open(format!("PostgreSQL, by hand: {error}"))
}

/// Writes into the first book of a scene that is there.
pub(super) fn measure(url: &str, seconds: Duration) -> Result<Measured, Failure> {
    let mut client = Client::connect(url, NoTls).map_err(failed)?;
    let statements = STATEMENTS.iter().map(|text| client.prepare(text)).collect::<Result<Vec<Statement>, _>>().map_err(failed)?;
    let county = County::try_new(530_624).map_err(|error| Failure::cannot_open(error.to_string()))?;
    let code = county.code();
    let accounts: Vec<Vec<u8>> = client.query(&statements[11], &[&code]).map_err(failed)?.iter().map(|row| row.get(0)).collect();
    let (mut took_ms, mut number, began) = (Vec::new(), 0_u64, Instant::now());
    while began.elapsed() < seconds {
        let sent = Instant::now();
        write(&mut client, &statements, code, &accounts, number).map_err(failed)?;
        took_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
        number += 1;
    }
    let measured = Measured::of("by hand, one book, 1".to_owned(), took_ms, began.elapsed());
    client.batch_execute(&format!("DELETE FROM shop_counter WHERE county = {code} AND name = 'by hand'")).map_err(failed)?;
    Ok(measured)
}

fn write(client: &mut Client, statements: &[Statement], county: i64, accounts: &[Vec<u8>], number: u64) -> Result<(), postgres::Error> {
    let shelf = bench::shelf(points_shop::demo::county());
    let (shop, goods) = (shelf.shop.as_bytes().to_vec(), shelf.goods.as_bytes().to_vec());
    let mut id = vec![9_u8; 16];
    id[1..9].copy_from_slice(&number.to_be_bytes());
    let hash = vec![7_u8; 32];
    let own: Vec<&Vec<u8>> = (0..4).map(|place| &accounts[(number as usize + place * 3_001) % accounts.len()]).collect();
    let mut transaction = client.transaction()?;
    for account in &own {
        transaction.execute(&statements[0], &[&county, account])?;
    }
    transaction.execute(&statements[1], &[&county])?;
    transaction.execute(&statements[2], &[&county, &id, &hash])?;
    transaction.execute(&statements[3], &[&county, own[0]])?;
    transaction.execute(&statements[4], &[&county, own[0], own[1], own[2], own[3]])?;
    transaction.execute(&statements[5], &[&county, &hash])?;
    transaction.execute(&statements[6], &[&county])?;
    transaction.execute(&statements[7], &[&county, &id, &shop, own[0]])?;
    transaction.execute(&statements[8], &[&county, &id, &goods])?;
    transaction.execute(&statements[9], &[&county])?;
    transaction.execute(&statements[10], &[&county, &id])?;
    transaction.commit()
}
