"""The table of formats, and how the files of one are made and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from dateline.errors import ExportError
from dateline.exports.datasets.cases import Material
from dateline.exports.datasets.files import Output, Text
from dateline.linking.policies import POLICIES

ATTRIBUTION = "Names and points of places: GeoNames (geonames.org), CC BY 4.0."


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `stem` is the name of its files in a folder, if not its own.
    `policy` is the one for figures that it takes by itself, None where it has no such figures.
    `several` is whether it is no format without its second file. `whole` formats say everything in
    their one file.
    """

    name: str
    says: str
    module: str
    ending: str
    policy: str | None = None
    stem: str = ""
    several: bool = False
    whole: bool = False

    @property
    def file_name(self) -> str:
        """The name of its first file in a folder."""
        return (self.stem or self.name) + self.ending

    def export(self, material: Material) -> Output:
        """The files of this format.

        Raises:
            ExportError: something does not fit the format, or there is no such policy.
        """
        if material.policy is not None and material.policy not in POLICIES:
            msg = f"no policy {material.policy!r}; choose one of {', '.join(POLICIES)}"
            raise ExportError(msg)
        made: Callable[[Material], Output] = import_module(self.module).export
        output = made(material)
        if material.unlinked:
            output = replace(output, unit="event report(s)")
        if self.whole:
            return output
        about = Text(".about.txt", about_lines(self, material, output))
        return replace(output, files=(*output.files, about))


_HOME = "dateline.exports.datasets"
FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            "acled", "ACLED, 31 columns, one row an incident and day", f"{_HOME}.acled", ".csv",
            "conservative",
        ),
        Format(
            "ucdp", "UCDP GED, 49 columns, incidents with deaths", f"{_HOME}.ucdp", ".csv",
            "low-best-high",
        ),
        Format(
            "gdelt", "GDELT 2.0 events and mentions", f"{_HOME}.gdelt", ".export.CSV",
            several=True,
        ),
        Format("icews", "ICEWS coded events, 20 columns", f"{_HOME}.icews", ".tab"),
        Format("polecat", "POLECAT, 40 columns", f"{_HOME}.polecat", ".txt"),
        Format(
            "ccc", "Crowd Counting Consortium, protests in the United States", f"{_HOME}.ccc",
            ".csv", "low-high",
        ),
        Format("mmad", "MMAD reports and events", f"{_HOME}.mmad", ".csv", "mean", several=True),
        Format(
            "maverick", "MAVERICK reports of violence, 108 columns", f"{_HOME}.maverick", ".csv",
            "low-best-high",
        ),
        Format(
            "ftm", "FollowTheMoney statements and entities", f"{_HOME}.ftm", ".statements.jsonl",
            several=True,
        ),
        Format(
            "geojson", "GeoJSON, a point an incident", f"{_HOME}.geojson", ".geojson",
            stem="incidents", whole=True,
        ),
        Format(
            "parquet", "Parquet tables of incidents and reports", f"{_HOME}.parquet", ".parquet",
            stem="incidents", several=True,
        ),
        Format(
            "html", "a report to read and to mail, in one file", f"{_HOME}.html", ".html",
            stem="incidents", whole=True,
        ),
    )
}  # fmt: skip


def about_lines(form: Format, material: Material, output: Output) -> list[str]:
    """What whoever gets the files must know of them."""
    unit = "event report(s), each as an incident of its own" if material.unlinked else "incident(s)"
    lines = [
        f"{form.says}. Written by {material.maker}.",
        f"{len(material.cases):,} {unit} went in, {output.rows:,} row(s) or part(s) came out.",
    ]
    lines += outside(material)
    if form.policy:
        asked = material.policy or form.policy
        lines.append(
            f"Figures by the policy {asked}"
            + (f" (where it finds no number: {form.policy})." if asked != form.policy else ".")
        )
    lines += list(output.notes)
    lines += counted(output)
    lines.append(ATTRIBUTION)
    return lines


def outside(material: Material) -> list[str]:
    """Which event reports of the store are in no incident, and so not in the export."""
    lines = []
    if material.waiting:
        lines.append(
            f"{material.waiting:,} event report(s) are in no incident yet and not here; "
            "`dateline link` links them."
        )
    if material.never:
        lines.append(
            f"{material.never:,} event report(s) of what is only imagined, usual or tied to a "
            "condition are in no incident and not here."
        )
    return lines


def counted(output: Output) -> list[str]:
    """What is left out and what is missing from rows, with reasons; empty if nothing is."""
    lines = []
    for title, counts in (("Left out", output.left_out), ("Not written", output.dropped)):
        if counts.total():
            reasons = ", ".join(f"{n:,} {reason}" for reason, n in _sorted(counts))
            unit = f" {output.unit}" if counts is output.left_out else " value(s)"
            lines.append(f"{title}: {counts.total():,}{unit} ({reasons}).")
    return lines


def _sorted(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(((r, n) for r, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
