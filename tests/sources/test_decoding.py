from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.sources.decoding import decode, repair, tidy

SENTENCE = "“We won’t leave,” said Łukasz in São Tomé – and stayed."


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-32"),
    ],
)
def test_unicode_in_all_its_forms(data: bytes) -> None:
    assert decode(data) == SENTENCE


def test_windows_bytes() -> None:
    assert decode("Don’t – the “café”".encode("cp1252")) == "Don’t – the “café”"


def test_mixed_encodings_in_one_file() -> None:
    mixed = "The café is shut.\n".encode() + "He said “no” – twice.\n".encode("cp1252")
    assert decode(mixed) == "The café is shut.\nHe said “no” – twice.\n"


@pytest.mark.parametrize(
    "text", ["They don’t – “ever” – go.", "São Tomé", "Žižek’s naïveté", "a…b"]
)
@pytest.mark.parametrize("rounds", [1, 2])
def test_mojibake_is_repaired(text: str, rounds: int) -> None:
    broken = text
    for _ in range(rounds):
        raw = broken.encode()
        broken = "".join(
            bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
            for b in raw
        )
    if rounds == 1 or "Ž" not in text:
        assert repair(broken) == text


@pytest.mark.parametrize(
    "text",
    ["CAFÉ”, he read", "Ça va à Évian", "Ångström’s", "El Niño — año", "â la carte", "naïve"],
)
def test_good_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


def test_a_half_quotation_mark() -> None:
    assert repair("â€œWe stay,â€ she said.") == "“We stay,” she said."


def test_unseen_characters_go() -> None:
    assert (
        tidy("Po\u00adlice\u200b sa\0id\r\nno\u2028more\u00a0\ud800")
        == "Police said\nno\nmore \ufffd"
    )


def test_a_forced_encoding() -> None:
    assert decode("Минск".encode("cp1251"), "cp1251") == "Минск"
    assert decode(b"abc", "hex")  # an encoding of bytes, not of text: no error


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1252", "utf-16", "ascii"]))
def test_decoding_never_raises(data: bytes, encoding: str | None) -> None:
    decode(data, encoding).encode("utf-8")


@given(st.text(max_size=200))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert "\0" not in once
    assert "\r" not in once
    once.encode("utf-8")


@given(st.text(alphabet=st.characters(max_codepoint=0x7F), max_size=200))
def test_ascii_is_never_repaired(text: str) -> None:
    assert repair(text) == text
