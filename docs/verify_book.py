#!/usr/bin/env python3
"""Checks a book written by `xieshou export-book --county C`, from a file or from standard input: verify_book.py [FILE]

It shares nothing with the program but the description in docs/chain.md. Prints county, number of the last posting and head,
`530624 407 ab12…`, and ends with 0; or names the first posting that does not fit and ends with 1.
What was cut off at the end leaves a book that fits: compare number and head with those noted or published elsewhere.
"""
import json, sys
from hashlib import sha256

UNITS = {"fen": 1, "tenth_point": 2}

def fit(good, why):
    if not good:
        raise ValueError(why)

def raw(text, size):
    """Bytes of a lower-case hexadecimal text; nothing is zeros."""
    found = bytes(size) if text is None else bytes.fromhex(text)
    fit(len(found) == size and text in (None, found.hex()), f"{text} is not {size} bytes in hexadecimal")
    return found

def big(number, size):
    fit(type(number) is int, f"{number!r} is not a whole number")
    return number.to_bytes(size, "big", signed=size == 8)

def unit(text):
    kind, _, item = text.partition(":")
    return bytes([3]) + raw(item.replace("-", ""), 16) if kind == "item" else bytes([UNITS[text]]) + bytes(16)

def line_bytes(line):
    return raw(line["account"], 16) + unit(line["unit"]) + big(line["amount"], 8) + big(line["balance_after"], 8) + raw(line["hold"], 16)

def leaf_bytes(p):
    kind = p["cause_kind"].encode()
    return b"".join([bytes([1]), big(p["county"], 4), big(p["seq"], 8), raw(p["id"], 16), big(p["business_date"], 4), big(p["recorded_at"], 8),
        raw(p["actor"], 16), bytes([len(kind)]), kind, raw(p["cause"], 16), raw(p["reverses"], 16),
        big(len(p["lines"]), 2), *map(line_bytes, p["lines"]), raw(p["text_digest"], 32)])

def check(p, book):
    fit(p["seq"] == book["seq"] + 1, f"comes where {book['seq'] + 1} should be")
    fit(p["county"] == book.setdefault("county", p["county"]), "belongs to another book")
    leaf = sha256(leaf_bytes(p)).digest()
    fit(leaf.hex() == p["leaf"], "its content is not what was hashed")
    head = book.get("head") or sha256(b"xieshou ledger 1" + big(p["county"], 4)).digest()
    book["head"] = sha256(head + leaf).digest()
    fit(book["head"].hex() == p["head"], "does not follow on the head before it")
    fit(p["recorded_at"] >= book["recorded_at"], "was recorded before the one in front of it")
    fit(p["id"] not in book["ids"], "has the id of an earlier one")
    old = p["reverses"]
    fit(old is None or old in book["ids"] and old not in book["reversed"], "reverses what is not there, or was reversed")
    sums, balances, holds = {}, book["balances"], book["holds"]
    for line in p["lines"]:
        account, amount, hold = (line["account"], line["unit"]), line["amount"], line["hold"]
        fit(amount != 0, "has a line that moves nothing")
        sums[line["unit"]] = sums.get(line["unit"], 0) + amount
        balances[account] = balances.get(account, 0) + amount
        fit(balances[account] == line["balance_after"], f"account {account[0]} did not stand where the line says")
        if hold:
            left, held = holds.get(hold, (0, account))
            fit(held == account, f"finds hold {hold} on another account")
            holds[hold] = (left + amount, held)
    for hold in {line["hold"] for line in p["lines"] if line["hold"]}:
        fit(holds[hold][0] >= 0, f"takes more out of hold {hold} than was in it")
    fit(sums and not any(sums.values()), "does not balance")
    book.update(seq=p["seq"], recorded_at=p["recorded_at"])
    book["ids"].add(p["id"])
    book["reversed"].add(old)

def main(lines):
    book = {"seq": 0, "recorded_at": -2**63, "ids": set(), "reversed": set(), "balances": {}, "holds": {}}
    for number, text in enumerate(lines, 1):
        p = None
        try:
            p = json.loads(text)
            check(p, book)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as why:
            print(f"posting {p['seq'] if isinstance(p, dict) and 'seq' in p else number}: {why if type(why) is ValueError else repr(why)}")
            return 1
    if book["seq"] == 0:
        print("there is no posting to check")
        return 1
    print(book["county"], book["seq"], book["head"].hex())
    return 0

if __name__ == "__main__":
    sys.exit(main(open(sys.argv[1] if len(sys.argv) > 1 else 0, encoding="utf-8")))
