"""What other data sets call a country: their numbers, letters, names and regions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.knowledge.tables import DATA, Row, read_rows

HEADER = (
    "iso3", "iso_numeric", "fips", "cow", "gw", "cameo", "acled", "acled_iso", "acled_region",
    "ucdp", "ucdp_gw", "ucdp_region", "icews",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """One country: ISO 3166 number, FIPS 10-4, Correlates of War, Gleditsch and Ward, CAMEO.

    `acled_iso` and `ucdp_gw` are the numbers of the country under whose name ACLED and UCDP file
    it: Hong Kong has China's.
    """

    iso3: str
    iso_numeric: int | None
    fips: str
    cow: int | None
    gw: int | None
    cameo: str
    acled: str
    acled_iso: int | None
    acled_region: str
    ucdp: str
    ucdp_gw: int | None
    ucdp_region: str
    icews: str


@lru_cache(maxsize=1)
def country_codes(path: Path = DATA / "country_codes.csv") -> dict[str, CountryCodes]:
    """All countries by ISO 3166 alpha-3 code.

    Raises:
        KnowledgeError: a line cannot be used.
    """
    table = {}
    for row in read_rows(path, HEADER):
        code = row.code("iso3", empty=False)
        if code in table:
            msg = f"{code} stands twice"
            raise row.fault(msg, "put everything of a country in one line")
        table[code] = CountryCodes(
            iso3=code,
            iso_numeric=_number(row, "iso_numeric"),
            fips=row["fips"],
            cow=_number(row, "cow"),
            gw=_number(row, "gw"),
            cameo=row["cameo"],
            acled=row.need("acled"),
            acled_iso=_number(row, "acled_iso"),
            acled_region=row.need("acled_region"),
            ucdp=row.need("ucdp"),
            ucdp_gw=_number(row, "ucdp_gw"),
            ucdp_region=row.need("ucdp_region"),
            icews=row.need("icews"),
        )
    return table


def _number(row: Row, column: str) -> int | None:
    cell = row[column]
    if cell and not cell.isdecimal():
        msg = f"{column} is {cell!r}"
        raise row.fault(msg, "write a whole number or leave it empty")
    return int(cell) if cell else None
