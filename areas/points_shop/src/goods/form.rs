//! The form for a kind of goods.

use basics::{County, Id};
use money::{NotAnAmount, Pieces, TenthPoints};
use pages::{Form, Message};

use super::{CATEGORIES, Goods, is_price};
use crate::shop::Shop;

const NUMBER_MAX: i64 = 9_999;
const PRICE_MAX: TenthPoints = TenthPoints(1_000_000);
const MINIMUM_MAX: i64 = 100_000;

/// Reads the form; errors are noted per field.
pub(super) fn read(form: &mut Form, county: County, shop: Id<Shop>, id: Id<Goods>) -> Option<Goods> {
    let number = form.whole("number", 1..=NUMBER_MAX);
    let (name, spec, piece_unit) = (form.text("name", 20), form.optional_text("spec", 20), form.text("piece_unit", 4));
    let category = form.choice("category", CATEGORIES).map(str::to_owned);
    let (price, minimum) = (price(form), form.whole("minimum", 0..=MINIMUM_MAX));
    Some(Goods {
        county,
        id,
        shop,
        number: number?,
        name: name?,
        spec: spec?,
        piece_unit: piece_unit?,
        category: category?,
        price: price?,
        minimum: Pieces(minimum?),
        offered: form.ticked("offered"),
    })
}

fn price(form: &mut Form) -> Option<TenthPoints> {
    let typed = form.text("price", 20)?;
    let problem = match TenthPoints::parse(&typed) {
        Ok(price) if price <= TenthPoints::ZERO => "goods-price-zero",
        Ok(price) if price > PRICE_MAX => "goods-price-high",
        Ok(price) if is_price(price) => return Some(price),
        Ok(_) | Err(NotAnAmount::TooFine) => "goods-price-half",
        Err(NotAnAmount::TooLarge) => "goods-price-high",
        Err(_) => "form-not-a-number",
    };
    form.refuse("price", Message::new(problem).with("max", PRICE_MAX));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_refused_with_the_way_out() {
        for (typed, read) in [
            ("2.5", Ok(25)),
            ("３０", Ok(300)),
            ("100,000", Ok(1_000_000)),
            ("0", Err("goods-price-zero")),
            ("-5", Err("goods-price-zero")),
            ("2.3", Err("goods-price-half")),
            ("2.25", Err("goods-price-half")),
            ("100000.5", Err("goods-price-high")),
            ("99999999999999", Err("goods-price-high")),
            ("两分", Err("form-not-a-number")),
            ("", Err("form-empty")),
        ] {
            let mut form = Form::filled(&[("price", typed.to_owned())]);
            let price = price(&mut form).map(|price| price.0).ok_or_else(|| form.errors("price").first().map_or("", |error| error.key));
            assert_eq!(price, read, "{typed}");
        }
    }
}
