"""The page of promises names tests that are there."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "safety.md"


def test_every_promise_names_a_proof_and_every_proof_is_there():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| promise", "|---"))]
    proofs = [re.findall(r"`([\w/]+\.py)::(test_\w+)`", row) for row in promises]
    assert len(promises) > 20
    assert [row for row, named in zip(promises, proofs, strict=True) if not named] == []
    missing = [
        f"{file}::{name}"
        for named in proofs
        for file, name in named
        if f"def {name}(" not in (TESTS / file).read_text()
    ]
    assert missing == []
