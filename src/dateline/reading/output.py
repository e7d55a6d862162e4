"""The layers of a reading as the contract prints them (`dateline read --format jsonl`)."""

from __future__ import annotations

from typing import Any

from dateline.reading.reading import Reading


def layers(reading: Reading) -> dict[str, Any]:
    """One plain object: article, cleaned text, cuts, sentences and every layer."""
    article, text = reading.article, reading.article.text
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "path": article.path,
        },
        "text": text,
        "cut": [{"text": c.text, "reason": c.reason} for c in article.cuts],
        "sentences": [[s.start, s.end] for s in reading.parse.sentences],
        "names": _names(reading),
        "places": [
            {
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "name": p.name,
                "geonameid": p.geonameid,
                "latitude": p.latitude,
                "longitude": p.longitude,
                "country": p.country,
                "admin1": p.admin1,
                "feature": p.feature,
                "precision": p.precision,
                "confidence": p.confidence,
                "kind": p.kind,
                "candidates": [
                    {
                        "geonameid": c.geonameid,
                        "name": c.name,
                        "country": c.country,
                        "score": c.score,
                    }
                    for c in p.candidates
                ],
            }
            for p in reading.places
        ],
        "times": [
            {
                "start": t.start,
                "end": t.end,
                "text": t.text,
                "type": t.type,
                "value": t.value,
                "begin": t.begin.isoformat() if t.begin else None,
                "finish": t.finish.isoformat() if t.finish else None,
            }
            for t in reading.times
        ],
        "figures": [
            {
                "start": f.start,
                "end": f.end,
                "text": f.text,
                "what": f.what,
                "low": f.low,
                "high": f.high,
                "approximate": f.approximate,
                "unit": f.unit,
            }
            for f in reading.figures
        ],
        "voices": _voices(reading),
        "standing": [
            {
                "start": s.start,
                "end": s.end,
                "text": text[s.start : s.end],
                "status": s.status,
                "score": s.score,
                "cue": s.cue,
            }
            for s in reading.standing
        ],
    }


def _names(reading: Reading) -> list[dict[str, Any]]:
    found = []
    for n in sorted([*reading.names, *reading.references], key=lambda n: (n.start, n.end)):
        entity = reading.entities[n.entity] if n.entity >= 0 else None
        found.append(
            {
                "start": n.start,
                "end": n.end,
                "text": n.text,
                "kind": n.kind,
                "entity": n.entity,
                "name": entity.name if entity else None,
                "country": entity.country if entity else None,
                "roles": list(entity.roles) if entity else [],
            }
        )
    return found


def _voices(reading: Reading) -> list[dict[str, Any]]:
    text = reading.article.text
    found = []
    for v in reading.voices:
        name = reading.name_at(v.source_head) if v.source_head >= 0 else None
        entity = reading.entities[name.entity] if name is not None and name.entity >= 0 else None
        found.append(
            {
                "source": {
                    "start": v.source_start,
                    "end": v.source_end,
                    "text": text[v.source_start : v.source_end],
                    "name": entity.name if entity else None,
                },
                "cue": {
                    "start": v.cue_start,
                    "end": v.cue_end,
                    "text": text[v.cue_start : v.cue_end],
                },
                "content": [list(span) for span in v.content],
                "kind": v.kind,
                "stance": v.stance,
            }
        )
    return found
