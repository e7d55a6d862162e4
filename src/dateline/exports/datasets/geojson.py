"""GeoJSON: a point an incident, with the columns of the store's `incidents` and every claim.

Incidents without a point on the map are left out and counted, in the file too.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from dateline.exports.datasets.cases import Case, Material
from dateline.exports.datasets.files import Output, Text
from dateline.exports.datasets.provenance import entry
from dateline.exports.geojson import ATTRIBUTION
from dateline.store.rows import flat_incident


def export(material: Material) -> Output:
    """One collection; provenance stands in the features."""
    features = []
    left_out: Counter[str] = Counter()
    for case in material.cases:
        feature = _feature(case)
        if feature is None:
            left_out["without a point on the map"] += 1
            continue
        features.append(feature)
    lines = ['{"type":"FeatureCollection","features":[']
    lines += [
        msgspec.json.encode(f).decode() + ("," if n < len(features) else "")
        for n, f in enumerate(features, start=1)
    ]
    end = {
        "incidents": len(material.cases),
        "without_point": left_out.total(),
        "attribution": ATTRIBUTION,
    }
    lines.append("]," + msgspec.json.encode(end).decode()[1:])
    return Output((Text(".geojson", lines),), len(features), left_out)


def _feature(case: Case) -> dict[str, Any] | None:
    place = case.incident.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return {
        "type": "Feature",
        "id": case.incident.id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            **flat_incident(case.incident),
            "statuses": sorted({r.status for r in case.reports}),
            "provenance": entry(case.incident.id, [case], {}),
        },
    }
