"""GeoJSON: a `FeatureCollection` with a point a report, for maps.

A report without a point on the map (no place, or a region without coordinates) has no feature; the
collection's members `reports` and `without_point` count all reports and those left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import msgspec

from dateline.event import EventReport
from dateline.exports.rows import flat

ATTRIBUTION = "Places: GeoNames, CC BY 4.0"


def write(reports: Iterable[EventReport], stream: TextIO) -> None:
    """Write one collection, a feature a line."""
    count = without = 0
    stream.write('{"type":"FeatureCollection","features":[')
    separator = "\n"
    for report in reports:
        count += 1
        feature = feature_of(report)
        if feature is None:
            without += 1
            continue
        stream.write(separator + msgspec.json.encode(feature).decode())
        separator = ",\n"
    end = {"reports": count, "without_point": without, "attribution": ATTRIBUTION}
    stream.write("\n]," + msgspec.json.encode(end).decode()[1:] + "\n")


def feature_of(report: EventReport) -> dict[str, Any] | None:
    """A feature with the flat columns as its properties, or None for a report without a point."""
    place = report.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return {
        "type": "Feature",
        "id": report.id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": flat(report),
    }
