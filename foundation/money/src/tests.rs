//! Amounts as people type and read them.

use proptest::prelude::*;

use crate::{Fen, NotAnAmount, Pieces, TenthPoints};

#[test]
fn typed_points_are_read_to_the_tenth() {
    for (typed, read) in [
        ("2.5", Ok(25)),
        ("２．５", Ok(25)),
        (" 30 ", Ok(300)),
        ("1,060", Ok(10_600)),
        ("-5", Ok(-50)),
        (".5", Ok(5)),
        ("2.50", Ok(25)),
        ("2.55", Err(NotAnAmount::TooFine)),
        ("", Err(NotAnAmount::Empty)),
        ("-", Err(NotAnAmount::Empty)),
        (".", Err(NotAnAmount::NotANumber)),
        ("三十", Err(NotAnAmount::NotANumber)),
        ("1e9", Err(NotAnAmount::NotANumber)),
        ("99999999999999999999", Err(NotAnAmount::TooLarge)),
    ] {
        assert_eq!(TenthPoints::parse(typed).map(|amount| amount.0), read, "{typed}");
    }
}

#[test]
fn amounts_are_shown_as_people_write_them() {
    assert_eq!(TenthPoints(775).to_string(), "77.5");
    assert_eq!(TenthPoints(450).to_string(), "45");
    assert_eq!(TenthPoints(-350).to_string(), "\u{2212}35");
    assert_eq!(TenthPoints(19_065).to_string(), "1,906.5");
    assert_eq!(Fen(1_054_800).to_string(), "10,548.00");
    assert_eq!(Fen(5).to_string(), "0.05");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_refused_or_read_as_it_is_shown(bytes in proptest::collection::vec(any::<u8>(), 0..40), typed in "[-−0-9０-９.．,， 。]{0,24}") {
        for text in [String::from_utf8_lossy(&bytes).as_ref(), typed.as_str()] {
            if let Ok(points) = TenthPoints::parse(text) {
                prop_assert_eq!(TenthPoints::parse(&points.to_string()), Ok(points));
            }
            if let Ok(fen) = Fen::parse(text) {
                prop_assert_eq!(Fen::parse(&fen.to_string()), Ok(fen));
            }
            if let Ok(pieces) = Pieces::parse(text) {
                prop_assert_eq!(Pieces::parse(&pieces.to_string()), Ok(pieces));
            }
        }
    }

    #[test]
    fn what_is_shown_reads_back(amount in -1_000_000_000_000_i64..1_000_000_000_000) {
        prop_assert_eq!(TenthPoints::parse(&TenthPoints(amount).to_string()), Ok(TenthPoints(amount)));
        prop_assert_eq!(Fen::parse(&Fen(amount).to_string()), Ok(Fen(amount)));
    }
}
