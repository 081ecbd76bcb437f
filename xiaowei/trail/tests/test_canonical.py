"""One value, one spelling, one digest."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.trail.canonical import COMMIT, canonical, commitment, person_commitment

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_the_spelling() -> None:
    assert canonical({"村": "下宫村", "fen": 2363652, "b": [True, None, {"z": 1, "a": ""}]}) == (
        '{"b":[true,null,{"a":"","z":1}],"fen":2363652,"村":"下宫村"}'
    )


@settings(max_examples=50)
@given(st.dictionaries(TEXT, VALUES, max_size=6))
def test_order_does_not_matter_and_nothing_is_lost(facts: dict) -> None:  # type: ignore[type-arg]
    assert canonical(dict(reversed(facts.items()))) == canonical(facts)
    assert json.loads(canonical(facts)) == facts


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: "a"}, b"bytes", {"a": [{"b": 0.1}]}, object()])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)  # type: ignore[arg-type]


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError):
        canonical({"a": "\ud800"})


def test_commitments_are_as_documented() -> None:
    salt = bytes(range(32))
    plain = b"xiaowei/trail/commit/v1" + b"\x00" + salt + b'{"fen":1}'
    assert commitment(COMMIT, salt, '{"fen":1}') == hashlib.sha256(plain).hexdigest()
    assert person_commitment(COMMIT, salt, None) is None
    with pytest.raises(ValueError):
        commitment(COMMIT, b"short", "")
