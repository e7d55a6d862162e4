"""What other data sets call countries."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import KnowledgeError
from dateline.knowledge.countries import Countries
from dateline.knowledge.country_codes import HEADER, country_codes


def test_every_country_of_ours_has_its_codes() -> None:
    table = country_codes()
    assert set(table) == set(Countries().by_code)
    assert len({c.iso_numeric for c in table.values() if c.iso_numeric}) == len(table) - 1
    # Kosovo has no number in ISO 3166.
    assert table["XKX"].iso_numeric is None


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("BLR", "fips", "BO"),
        ("GBR", "cow", 200),
        ("DEU", "cow", 255),
        ("DEU", "gw", 260),
        ("YEM", "cow", 679),
        ("YEM", "gw", 678),
        ("SRB", "cow", 345),
        ("SRB", "gw", 340),
        ("VNM", "cow", 816),
        ("ROU", "cameo", "ROM"),
        ("HKG", "acled", "China"),
        ("HKG", "acled_iso", 156),
        ("PSE", "ucdp_gw", 666),
        ("RUS", "ucdp", "Russia (Soviet Union)"),
        ("RUS", "icews", "Russian Federation"),
        ("PSE", "icews", "Occupied Palestinian Territory"),
        ("SDN", "acled_region", "Northern Africa"),
        ("SSD", "acled_region", "Eastern Africa"),
        ("EGY", "ucdp_region", "Middle East"),
        ("KAZ", "ucdp_region", "Asia"),
    ],
)
def test_codes(code: str, field: str, value: object) -> None:
    assert getattr(country_codes()[code], field) == value


def test_numbers_of_states_are_given_once() -> None:
    for field in ("cow", "gw", "iso_numeric"):
        numbers = [n for c in country_codes().values() if (n := getattr(c, field)) is not None]
        assert len(numbers) == len(set(numbers)), field


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "BLR,x,BO,370,370,BLR,Belarus,112,Europe,Belarus,370,Europe,Belarus",
            "iso_numeric is 'x'",
        ),
        ("BLR,112,BO,370,370,BLR,,112,Europe,Belarus,370,Europe,Belarus", "'acled' is empty"),
        ("BL,112,BO,370,370,BLR,Belarus,112,Europe,Belarus,370,Europe,Belarus", "iso3 is 'BL'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(",".join(HEADER) + "\n" + line + "\n", "utf-8")
    with pytest.raises(KnowledgeError, match=words) as error:
        country_codes(path)
    assert f"{path}:2:" in str(error.value)
