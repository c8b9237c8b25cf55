//! The hand-over list of a receipt as a paper in two copies: one stays in the shop, the giver takes the other along.

use axum::extract::Path;
use basics::{County, Id};
use database::DatabaseError;
use money::{Fen, Pieces};
use pages::{PageError, PageResult};
use people::Visitor;
use serde_json::{Value, json};

use super::{Receipt, store};
use crate::names::names;
use crate::papers::HAND_OVER;
use crate::shop::{self, Shop};
use crate::signature;

pub(super) async fn print(visitor: Visitor, Path((county, shop_id, id)): Path<(County, Id<Shop>, Id<Receipt>)>) -> PageResult {
    let found = visitor
        .site()
        .db
        .read(move |tx| {
            let Some(receipt) = store::find(tx, county, id)?.filter(|receipt| receipt.shop == shop_id) else { return Ok(None) };
            let (Some(shop), names) = (shop::find(tx, county, shop_id)?, names(tx, [receipt.by])?) else { return Ok(None) };
            let receiver = names.get(&receipt.by).cloned().unwrap_or_default();
            let posting = ledger::posting_by_id(tx, county, id.of())?;
            Ok::<_, DatabaseError>(Some((shop, store::lots(tx, county, id)?, posting, receiver, receipt)))
        })
        .await?;
    let (shop, lots, posting, receiver, receipt) = found.ok_or(PageError::NotFound)?;
    let (frame, on) = (visitor.frame(), receipt.row.on);
    let dash = || "—".to_owned();
    let lines: Vec<Value> = lots
        .iter()
        .map(|lot| {
            json!({ "number": format!("{:02}", lot.number), "goods": format!("{} {}", lot.name, lot.spec).trim(), "quantity": lot.quantity.0,
                    "unit": lot.piece_unit, "cost": lot.cost.map_or_else(dash, |cost| cost.to_string()),
                    "worth": lot.cost.map_or_else(dash, |cost| (cost * lot.quantity.0).to_string()),
                    "expires": lot.expires_on.map_or_else(dash, |day| day.to_string()), "serial": lot.serial.clone().unwrap_or_default() })
        })
        .collect();
    let worth: Fen = lots.iter().map(|lot| lot.cost.unwrap_or_default() * lot.quantity.0).sum();
    let pieces: Pieces = lots.iter().map(|lot| lot.quantity).sum();
    let drawing = signature::drawing(&visitor.site().files, receipt.signed.kind, &receipt.signed.what);
    let signature = match &drawing {
        Some(_) => json!({ "kind": "drawn", "image": "signature.png" }),
        None => json!({ "kind": "paper", "paper_number": receipt.signed.what }),
    };
    let check = posting.map(|posting| json!({ "seq": posting.seq, "head_short": hex::encode(&posting.leaf[..6]) }));
    let data = json!({
        "county": divisions::Divisions::built_in().full_name(&county.to_string(), on.date()), "shop": shop.name, "date": on.to_string(),
        "source": receipt.row.source, "way": frame.say(if receipt.row.bought { "receipt-way-bought" } else { "receipt-way-given" }),
        "receiver": receiver, "witness": receipt.row.witness, "signature": signature, "lines": lines, "pieces": pieces.0,
        "worth": worth.to_string(), "without": lots.iter().filter(|lot| lot.cost.is_none()).count(), "check": check,
        "demo": visitor.site().options.demo,
    });
    HAND_OVER.answer(&frame, data, drawing.map(|png| ("signature.png".to_owned(), png)).into_iter().collect(), on.parts()).await
}
