//! The form for goods that come in: where from, when, what, and who counted too.

use basics::{BusinessDate, Id};
use money::{Fen, Pieces};
use pages::{Form, Message};

use super::{Lot, NewLot, Receipt};
use crate::goods::Goods;

/// Rows offered for goods; what comes in more kinds is entered as a second receipt.
pub(super) const ROWS: usize = 8;

const QUANTITY_MAX: i64 = 100_000;
const COST_MAX: Fen = Fen(10_000_000);
const FIELDS: [&str; 5] = ["goods", "quantity", "cost", "expires", "serial"];

/// What the form's check needs to know.
pub(super) struct Asked<'a> {
    pub today: BusinessDate,
    /// Goods on the shop's list.
    pub goods: &'a [Goods],
    /// Name of whoever fills the form: the second person is somebody else.
    pub counter: &'a str,
}

/// A receipt as typed; how it was signed for is read apart.
#[derive(Clone)]
pub(super) struct Typed {
    pub id: Id<Receipt>,
    pub on: BusinessDate,
    pub bought: bool,
    pub source: String,
    pub witness: String,
    pub lots: Vec<NewLot>,
}

/// Whether anything was typed into a row.
pub(super) fn is_used(form: &Form, row: usize) -> bool {
    FIELDS.iter().any(|field| !form.value(&format!("{field}.{row}")).trim().is_empty())
}

/// Reads the form; errors are noted per field.
pub(super) fn read(form: &mut Form, asked: &Asked<'_>) -> Option<Typed> {
    let id: Id<Receipt> = form.value("id").parse().unwrap_or_else(|_| Id::fresh());
    let bought = form.choice("way", &["given", "bought"]).map(|way| way == "bought");
    let (source, on) = (form.text("source", 40), form.date("on"));
    if on.is_some_and(|on| on > asked.today) {
        form.refuse("on", Message::new("receipt-on-future"));
    }
    let rows: Vec<usize> = (0..ROWS).filter(|row| is_used(form, *row)).collect();
    if rows.is_empty() {
        form.refuse("goods.0", Message::new("receipt-nothing"));
    }
    let lots: Vec<NewLot> = rows.into_iter().filter_map(|row| lot(form, row, asked, (id, bought, on))).collect();
    let witness = witness(form, asked.counter);
    let (bought, source, on, witness) = (bought?, source?, on?, witness?);
    form.is_good().then_some(Typed { id, on, bought, source, witness, lots })
}

/// A row; the lot's id belongs to receipt and row, so that sending the form twice makes no second lot.
fn lot(
    form: &mut Form,
    row: usize,
    asked: &Asked<'_>,
    (id, bought, on): (Id<Receipt>, Option<bool>, Option<BusinessDate>),
) -> Option<NewLot> {
    let field = |name: &str| format!("{name}.{row}");
    let chosen: Option<Id<Goods>> = form.id(&field("goods"));
    let goods = chosen.filter(|chosen| asked.goods.iter().any(|goods| goods.id == *chosen));
    if chosen.is_some() && goods.is_none() {
        form.refuse(&field("goods"), Message::new("form-choose"));
    }
    let quantity = form.whole(&field("quantity"), 1..=QUANTITY_MAX);
    let cost = cost(form, &field("cost"), bought == Some(true));
    let expires_on = form.optional_date(&field("expires"));
    if let (Some(Some(expires_on)), Some(on)) = (expires_on, on)
        && expires_on <= on
    {
        form.refuse(&field("expires"), Message::new("receipt-expires-early"));
    }
    let serial = form.optional_text(&field("serial"), 40)?;
    Some(NewLot {
        id: Id::<Lot>::derived(&[b"lot", id.as_bytes(), &(row as u64).to_be_bytes()]),
        goods: goods?,
        quantity: Pieces(quantity?),
        expires_on: expires_on?,
        serial: Some(serial).filter(|serial| !serial.is_empty()),
        cost: cost?,
    })
}

/// What one piece cost; gifts may come without a value.
fn cost(form: &mut Form, field: &str, bought: bool) -> Option<Option<Fen>> {
    if form.value(field).trim().is_empty() {
        if bought {
            form.refuse(field, Message::new("receipt-cost-missing"));
            return None;
        }
        return Some(None);
    }
    form.yuan(field, Fen(1)..=COST_MAX).map(Some)
}

fn witness(form: &mut Form, counter: &str) -> Option<String> {
    let witness = form.text("witness", 40)?;
    let plain = |name: &str| name.split_whitespace().collect::<String>();
    if plain(&witness) == plain(counter) {
        form.refuse("witness", Message::new("receipt-witness-same").with("name", counter));
        return None;
    }
    Some(witness)
}

#[cfg(test)]
mod tests {
    use basics::County;
    use money::TenthPoints;

    use super::*;

    fn rice() -> Goods {
        Goods {
            county: County::try_new(530_624).expect("six digits"),
            id: Id::derived(&[b"rice"]),
            shop: Id::derived(&[b"shop"]),
            number: 1,
            name: "大米".to_owned(),
            spec: String::new(),
            piece_unit: "袋".to_owned(),
            category: "grain-oil".to_owned(),
            price: TenthPoints(300),
            minimum: Pieces(10),
            offered: true,
        }
    }

    /// A good form, with these fields changed; answers the first error of this field.
    fn error_of(field: &str, changes: &[(&str, &str)]) -> Option<&'static str> {
        let goods = [rice()];
        let rice = goods[0].id.to_string();
        let good = [
            ("way", "bought"),
            ("source", "大关县粮油公司"),
            ("on", "2020-01-08"),
            ("witness", "周明芳"),
            ("goods.0", rice.as_str()),
            ("quantity.0", "20"),
            ("cost.0", "28.50"),
        ];
        let mut form = Form::filled(&good.map(|(name, value)| (name, value.to_owned())));
        for (name, value) in changes {
            form.set(name, (*value).to_owned());
        }
        let today = BusinessDate::from_number(20_200_108).expect("a day");
        let typed = read(&mut form, &Asked { today, goods: &goods, counter: "刘云" });
        assert_eq!(typed.is_some(), form.is_good());
        form.errors(field).first().map(|error| error.key)
    }

    #[test]
    fn a_receipt_is_refused_field_by_field() {
        for (field, changes, error) in [
            ("goods.0", &[][..], None),
            ("way", &[("way", "")], Some("form-choose")),
            ("on", &[("on", "2020-01-09")], Some("receipt-on-future")),
            ("goods.0", &[("goods.0", ""), ("quantity.0", ""), ("cost.0", "")], Some("receipt-nothing")),
            ("goods.0", &[("goods.0", "00000000-0000-0000-0000-000000000001")], Some("form-choose")),
            ("quantity.0", &[("quantity.0", "0")], Some("form-out-of-range")),
            ("cost.0", &[("cost.0", "")], Some("receipt-cost-missing")),
            ("cost.0", &[("way", "given"), ("cost.0", "")], None),
            ("cost.0", &[("cost.0", "28.505")], Some("form-yuan-too-fine")),
            ("expires.0", &[("expires.0", "2020-01-08")], Some("receipt-expires-early")),
            ("witness", &[("witness", "刘 云")], Some("receipt-witness-same")),
            ("goods.3", &[("quantity.3", "5")], Some("form-choose")),
        ] {
            assert_eq!(error_of(field, changes), error, "{field} {changes:?}");
        }
    }
}
