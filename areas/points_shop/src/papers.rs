//! Setting the shop's papers: labels from the texts, facts as JSON, typeset outside the transaction.

use std::time::Duration;

use pages::{Frame, PageError, PageResult, paper_response};
use paper::{Paper, typeset};
use serde_json::{Map, Value};

const COMMON: &[(&str, &str)] = &[("common.typ", include_str!("../papers/common.typ"))];

/// A paper of the shop: its template, the prefix of its labels, and which labels it uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    pub name: &'static str,
    pub template: &'static str,
    /// The Fluent file with the labels, read for their names only.
    labels: &'static str,
}

macro_rules! sheet {
    ($name:literal, $prefix:literal) => {
        sheet!($name, $prefix, "papers")
    };
    ($name:literal, $prefix:literal, $words:literal) => {
        Sheet {
            name: $prefix,
            template: include_str!(concat!("../papers/", $name, ".typ")),
            labels: include_str!(concat!("../papers/", $words, ".zh-Hans.ftl")),
        }
    };
}

pub(crate) const MINUTES: Sheet = sheet!("minutes", "minutes");
pub(crate) const NOTICE: Sheet = sheet!("notice", "notice");
pub(crate) const SLIP: Sheet = sheet!("slip", "slip");
pub(crate) const CARD: Sheet = sheet!("card", "card");
pub(crate) const PASSBOOK: Sheet = sheet!("passbook", "passbook");
pub(crate) const PRICE_LIST: Sheet = sheet!("price_list", "price-list");
pub(crate) const REGISTER: Sheet = sheet!("register", "register");
pub(crate) const STOCK_TAKE: Sheet = sheet!("stock_take", "stock-take", "stock");
pub(crate) const HAND_OVER: Sheet = sheet!("hand_over", "hand-over", "stock");
pub(crate) const SUPPLY: Sheet = sheet!("supply", "supply", "stock");
pub(crate) const TODAY: Sheet = sheet!("today", "today");
pub(crate) const YEAR: Sheet =
    Sheet { name: "year", template: include_str!("../papers/year.typ"), labels: include_str!("../papers/year.zh-Hans.ftl") };

impl Sheet {
    /// The labels in the frame's language, by their names without the prefix.
    fn words(&self, frame: &Frame) -> Value {
        let prefix = format!("paper-{}-", self.name);
        let mut words = Map::new();
        for line in self.labels.lines() {
            let Some((key, _)) = line.split_once(" =") else { continue };
            if let Some(label) = key.strip_prefix(&prefix) {
                words.insert(label.to_owned(), Value::String(frame.say(key)));
            }
        }
        Value::Object(words)
    }

    /// Typesets in a thread of its own and answers with the PDF. `data` lacks only the labels.
    pub(crate) async fn answer(self, frame: &Frame, mut data: Value, images: Vec<(String, Vec<u8>)>, today: (i16, i8, i8)) -> PageResult {
        data["t"] = self.words(frame);
        let today = (i32::from(today.0), today.1.unsigned_abs(), today.2.unsigned_abs());
        let set =
            tokio::task::spawn_blocking(move || typeset(&Paper { template: self.template, library: COMMON, data: &data, images, today }));
        let pdf = tokio::time::timeout(Duration::from_secs(60), set)
            .await
            .map_err(|_| PageError::Broken(format!("the paper {} took longer than a minute", self.name)))?
            .map_err(|error| PageError::Broken(error.to_string()))?
            .map_err(|error| PageError::Broken(format!("{}: {error}", self.name)))?;
        Ok(paper_response(self.name, pdf.bytes))
    }
}

/// The rows of a QR code as zeros and ones, without its quiet zone.
pub(crate) fn qr_rows(text: &str) -> Result<Vec<String>, PageError> {
    let code =
        qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M).map_err(|error| PageError::Broken(error.to_string()))?;
    let width = code.width();
    let modules = code.to_colors();
    let bit = |color: &qrcode::Color| if *color == qrcode::Color::Dark { '1' } else { '0' };
    Ok(modules.chunks(width).map(|row| row.iter().map(bit).collect()).collect())
}
