//! The worked postings of docs/chain.md: bytes, leaf, head and exported line, so that the page and the program cannot part.

use basics::{BusinessDate, Digest, Id, Moment, sha256};
use ledger::{ExportedPosting, Leaf, LeafLine, Unit, genesis, next_head};
use testkit::daguan;

const PAGE: &str = include_str!("../../../docs/chain.md");

/// The bytes of the first posting, here too, so that nobody mends page and program in one go without noticing.
const FIRST: &str = "01\
    000818c0\
    0000000000000001\
    01010101010101010101010101010101\
    01343aac\
    0000016f82aa5a80\
    acacacacacacacacacacacacacacacac\
    056177617264\
    c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1\
    00000000000000000000000000000000\
    0002\
    a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\
    0200000000000000000000000000000000fffffffffffffcf9fffffffffffffcf900000000000000000000000000000000\
    a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2\
    020000000000000000000000000000000000000000000003070000000000000307\
    00000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000";

const GENESIS: &str = "c6fbdf108a60badbb4f6279026ec4127e96a498b75dc27dfd52f9a8bd0a6ffc7";

/// Leaf and head of each posting.
const HASHES: [(&str, &str); 3] = [
    (
        "4a04e9b61e2f85ad1d04986b7e3a5679f6464b26246f43978c402cb339de1029",
        "63dd5471e4cf5292bb9e21733361e9121b6a4e9e650e9606fa6576b697dfd15f",
    ),
    (
        "a0157ed970f5a53994495be27474d28d24445b3b3b08d52a44dfd65fca79e705",
        "73db1e347ed6661b93905dc4587adc5751db4c319822a4a8654b914c539f0539",
    ),
    (
        "f6e74db83e6711c0a8da3e8a01c9038cfe412b0ff2aa9368d4b2c9e85d716bf9",
        "94d88fd78cd00b6ea06a09904aac2c92b2d4ec6daf2421da049169bde329f2d8",
    ),
];

fn of<Of>(byte: u8) -> Id<Of> {
    Id::from_bytes([byte; 16])
}

fn line(account: u8, unit: Unit, amount: i64, balance_after: i64) -> LeafLine {
    LeafLine { account: of(account), unit, amount, balance_after, hold: None }
}

fn award() -> Leaf {
    Leaf {
        county: daguan(),
        seq: 1,
        id: of(0x01),
        business_date: BusinessDate::try_new(2020, 1, 8).expect("a day"),
        recorded_at: Moment(1_578_445_200_000),
        actor: of(0xac),
        cause_kind: "award".into(),
        cause: of(0xc1),
        reverses: None,
        lines: vec![line(0xa1, Unit::TenthPoint, -775, -775), line(0xa2, Unit::TenthPoint, 775, 775)],
        text_digest: None,
    }
}

fn set_aside() -> Leaf {
    let rice = Unit::Item(of(0xdd));
    let held = LeafLine { hold: Some(of(0xf1)), ..line(0xa3, Unit::TenthPoint, 300, 300) };
    Leaf {
        seq: 2,
        id: of(0x02),
        recorded_at: Moment(1_578_445_260_000),
        cause_kind: "set_aside".into(),
        cause: of(0xc2),
        lines: vec![line(0xa2, Unit::TenthPoint, -300, 475), held, line(0xa4, rice, -1, -1), line(0xa5, rice, 1, 1)],
        text_digest: Some(sha256(&[&[0x5a; 16], "赶集日来取，另收捐米一袋".as_bytes()])),
        ..award()
    }
}

fn reversal() -> Leaf {
    let moves = [(0xa2, -475, 0), (0xa6, 300, 300), (0xa7, -300, -300), (0xa1, 475, -300)];
    Leaf {
        seq: 3,
        id: of(0x03),
        business_date: BusinessDate::try_new(2020, 2, 1).expect("a day"),
        recorded_at: Moment(1_580_518_800_000),
        reverses: Some(of(0x01)),
        lines: moves.map(|(account, amount, after)| line(account, Unit::TenthPoint, amount, after)).to_vec(),
        ..award()
    }
}

#[test]
fn the_first_posting_has_these_bytes() {
    assert_eq!(hex::encode(award().bytes()), FIRST);
    assert_eq!(award().bytes().len(), 259);
}

#[test]
fn the_book_starts_and_goes_on_as_written_down() {
    let mut head = genesis(daguan());
    assert_eq!(hex::encode(head), GENESIS);
    for (leaf, (hash, after)) in [award(), set_aside(), reversal()].iter().zip(HASHES) {
        head = next_head(&head, &leaf.hash());
        assert_eq!((hex::encode(leaf.hash()).as_str(), hex::encode(head).as_str()), (hash, after), "posting {}", leaf.seq);
    }
}

#[test]
fn the_page_shows_the_same() {
    assert!(PAGE.contains(&format!("`{GENESIS}`")));
    let mut head: Digest = genesis(daguan());
    for leaf in [award(), set_aside(), reversal()] {
        let stored = leaf.hash();
        head = next_head(&head, &stored);
        let seq = leaf.seq;
        assert!(PAGE.lines().any(|shown| shown == hex::encode(leaf.bytes())), "bytes of posting {seq}");
        assert!(
            PAGE.contains(&format!("| leaf | `{}` |\n| head | `{}` |", hex::encode(stored), hex::encode(head))),
            "hashes of posting {seq}"
        );
        let exported = ExportedPosting { leaf, stored }.json(&head).to_string();
        assert!(PAGE.lines().any(|shown| shown == exported), "exported line of posting {seq}: {exported}");
    }
}
