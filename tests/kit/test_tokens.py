import re

from app.kit.tokens import PUBLIC_ALPHABET, derived_token, fingerprint, new_token, public_id


def test_ten_thousand_tokens_are_long_and_all_different():
    tokens = {new_token() for _ in range(10_000)}
    assert len(tokens) == 10_000
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)


def test_public_names_have_no_look_alikes():
    assert set("01iol").isdisjoint(PUBLIC_ALPHABET)
    assert all(set(public_id()) <= set(PUBLIC_ALPHABET) for _ in range(100))
    assert len({public_id() for _ in range(10_000)}) == 10_000


def test_a_fingerprint_tells_nothing_back():
    assert fingerprint("a") == fingerprint("a") != fingerprint("b")
    assert len(fingerprint("a")) == 64


def test_a_derived_token_depends_on_secret_purpose_and_name():
    made = {
        derived_token(secret, purpose, name)
        for secret in ("s1", "s2")
        for purpose in ("ticket", "proof")
        for name in ("1", "2")
    }
    assert len(made) == 8
    assert all(len(token) == 22 for token in made)
    assert derived_token("s", "p", "n") == derived_token("s", "p", "n")
