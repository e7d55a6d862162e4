"""A store with as many made-up events as one likes, written in bulk: for measuring, not reading.

Everything follows from a row's number by hashing, so that the same size gives the same store. Few
places, actors and outlets have most of the events, as in news.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from dateline.store import Store
from dateline.store.schema import REPORTS

PER_ARTICLE = 8
TYPES = (
    "PROTEST", "COERCE", "ASSAULT", "ACCUSE", "CONSULT", "REQUEST", "AGREE", "SUPPORT", "CONCEDE",
    "COOPERATE", "AID", "RETREAT", "REJECT", "THREATEN", "SANCTION", "MOBILIZE",
)  # fmt: skip
QUADS = (4, 4, 4, 3, 1, 3, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4)
STATUSES = ("occurred", "occurred", "occurred", "occurred", "planned", "denied", "ongoing")
COUNTRIES = ("BLR", "CHL", "KEN", "IND", "FRA", "USA", "UKR", "NGA", "PER", "IDN")
ROLES = ("GOV", "OPP", "COP", "MIL", "CVL", "MED", "LAB", "JUD")

# A number from 0 to 1 that a row and a purpose share with no other, and one that leans to 0.
MACROS = """
CREATE OR REPLACE TEMP MACRO share(n, what) AS (hash(n, what) % 1000003) / 1000003.0;
CREATE OR REPLACE TEMP MACRO leaning(n, what, most) AS
  CAST(floor(most * pow(share(n, what), 3)) AS BIGINT);
"""


def _array(values: tuple[object, ...]) -> str:
    return "[" + ", ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in values) + "]"


ROWS = f"""
CREATE TEMP TABLE made AS
SELECT n, CAST(floor(n / {PER_ARTICLE}) AS BIGINT) + 1 AS reading, n % {PER_ARTICLE} AS position,
  printf('%020x', n) AS id, printf('article-%d', CAST(floor(n / {PER_ARTICLE}) AS BIGINT))
    AS article_id,
  {_array(TYPES)}[1 + leaning(n, 'type', {len(TYPES)})] AS type,
  {_array(QUADS)}[1 + leaning(n, 'type', {len(TYPES)})] AS quad,
  {_array(STATUSES)}[1 + CAST(floor(share(n, 'status') * {len(STATUSES)}) AS BIGINT)] AS status,
  leaning(n, 'place', 400) AS place, leaning(n, 'source', 300) AS source,
  leaning(n, 'target', 300) AS target, leaning(n, 'voice', 200) AS voice,
  share(n, 'has place') < 0.8 AS has_place, share(n, 'has target') < 0.7 AS has_target,
  share(n, 'has voice') < 0.4 AS has_voice, share(n, 'has figure') < 0.3 AS has_figure,
  DATE '2020-01-01' + CAST(floor(730 * share(n, 'day')) AS INTEGER) AS day,
  round(0.15 + 0.8 * share(n, 'confidence'), 3) AS confidence,
  CAST(floor(pow(10, 1 + 4 * share(n, 'size'))) AS BIGINT) AS size,
  leaning(CAST(floor(n / {PER_ARTICLE}) AS BIGINT), 'outlet', 40) AS outlet
FROM range(?) t(n)
"""  # noqa: S608 - made of the numbers and words above

NAMED = f"""
CREATE TEMP TABLE named AS
SELECT *, printf('Outlet %d', outlet) AS outlet_name, printf('Report %d', reading) AS title,
  printf('Place %d', place) AS place_name,
  {_array(COUNTRIES)}[1 + place % {len(COUNTRIES)}] AS country,
  CASE WHEN place % 10 = 9 THEN 'country' ELSE 'city' END AS precision,
  round(-55 + 110 * share(place, 'latitude'), 4) AS latitude,
  round(-170 + 340 * share(place, 'longitude'), 4) AS longitude,
  printf('Actor %d', source) AS source_name, printf('Actor %d', target) AS target_name,
  {_array(COUNTRIES)}[1 + source % {len(COUNTRIES)}] AS source_country,
  {_array(COUNTRIES)}[1 + target % {len(COUNTRIES)}] AS target_country,
  {_array(ROLES)}[1 + source % {len(ROLES)}] AS source_role,
  {_array(ROLES)}[1 + target % {len(ROLES)}] AS target_role,
  printf('Speaker %d', voice) AS speaker,
  printf('Actor %d acted upon Actor %d at Place %d, report %d.', source, target, place, n)
    AS evidence
FROM made
"""  # noqa: S608 - likewise

ACTOR = (
    "{{'text': {0}_name, 'start': 0, 'end': 5, 'name': {0}_name, 'country': {0}_country,"
    " 'roles': [{0}_role], 'code': {0}_country || {0}_role, 'wikidata': NULL,"
    " 'collective': false}}"
)
SPEAKER = (
    "{'text': speaker, 'start': NULL, 'end': NULL, 'name': speaker, 'country': NULL,"
    " 'roles': CAST([] AS VARCHAR[]), 'code': '---', 'wikidata': NULL, 'collective': false}"
)
RECORD = f"""to_json({{
  'id': id,
  'article': {{'id': article_id, 'title': title, 'outlet': outlet_name, 'url': NULL,
    'published': CAST(day AS VARCHAR), 'path': NULL}},
  'sentence': position,
  'evidence': {{'text': evidence, 'start': begins, 'end': begins + length(evidence)}},
  'trigger': {{'text': 'acted', 'start': begins + strpos(evidence, 'acted') - 1,
    'end': begins + strpos(evidence, 'acted') + 4}},
  'type': type, 'mode': NULL, 'contexts': CAST([] AS VARCHAR[]), 'cameo': '010', 'quad': quad,
  'goldstein': CASE WHEN quad > 2 THEN -5.0 ELSE 3.0 END,
  'sources': [{ACTOR.format("source")}],
  'targets': CASE WHEN has_target THEN [{ACTOR.format("target")}] ELSE [] END,
  'place': CASE WHEN has_place THEN {{'text': place_name, 'start': NULL, 'end': NULL,
    'name': place_name, 'geonameid': place + 1, 'latitude': latitude, 'longitude': longitude,
    'country': country, 'admin1': NULL, 'precision': precision, 'how': 'clause',
    'others': CAST([] AS VARCHAR[])}} END,
  'date': {{'text': NULL, 'start': CAST(day AS VARCHAR), 'end': CAST(day AS VARCHAR),
    'precision': 'day'}},
  'figures': CASE WHEN has_figure THEN [{{'what': 'participants', 'text': CAST(size AS VARCHAR),
    'start': 0, 'end': 1, 'low': size, 'high': size, 'approximate': false, 'unit': NULL}}] ELSE []
    END,
  'status': status,
  'claims': CASE WHEN has_voice THEN [{{'speaker': {SPEAKER}, 'cue': 'said',
    'stance': 'asserts', 'quoted': false, 'start': 0, 'end': 1}}] ELSE [] END,
  'demand': NULL, 'confidence': confidence}})"""

VALUES = {
    "reading": "reading",
    "position": "position",
    "id": "id",
    "article_id": "article_id",
    "title": "title",
    "outlet": "outlet_name",
    "published": "day",
    "sentence": "position",
    "evidence": "evidence",
    "evidence_start": "begins",
    "evidence_end": "begins + length(evidence)",
    "trigger": "'acted'",
    "trigger_start": "begins + strpos(evidence, 'acted') - 1",
    "trigger_end": "begins + strpos(evidence, 'acted') + 4",
    "type": "type",
    "cameo": "'010'",
    "quad": "quad",
    "goldstein": "CASE WHEN quad > 2 THEN -5.0 ELSE 3.0 END",
    "source_names": "source_name",
    "source_countries": "source_country",
    "source_roles": "source_role",
    "source_codes": "source_country || source_role",
    "target_names": "CASE WHEN has_target THEN target_name END",
    "target_countries": "CASE WHEN has_target THEN target_country END",
    "target_roles": "CASE WHEN has_target THEN target_role END",
    "target_codes": "CASE WHEN has_target THEN target_country || target_role END",
    "place_name": "CASE WHEN has_place THEN place_name END",
    "latitude": "CASE WHEN has_place THEN latitude END",
    "longitude": "CASE WHEN has_place THEN longitude END",
    "country": "CASE WHEN has_place THEN country END",
    "geonameid": "CASE WHEN has_place THEN place + 1 END",
    "place_precision": "CASE WHEN has_place THEN precision END",
    "place_how": "CASE WHEN has_place THEN 'clause' END",
    "date_start": "day",
    "date_end": "day",
    "date_precision": "'day'",
    "participants_low": "CASE WHEN has_figure THEN size END",
    "participants_high": "CASE WHEN has_figure THEN size END",
    "figures": "CASE WHEN has_figure THEN 'participants: ' || CAST(size AS VARCHAR) END",
    "status": "status",
    "claims": "CASE WHEN has_voice THEN speaker || ': said (asserts)' END",
    "confidence": "confidence",
    "record": RECORD,
    "reasons": """'[{"field":"confidence","value":"0.5","rule":"start","text":null,"start":null,"""
    """"end":null,"weight":0.0}]'""",
}
PLACED = """
CREATE TEMP TABLE placed AS
SELECT *, coalesce(sum(length(evidence) + 1) OVER (PARTITION BY reading ORDER BY position
  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS begins FROM named
"""
ARTICLES = """
CREATE TEMP TABLE told AS SELECT reading, any_value(article_id) AS id, any_value(title) AS title,
  any_value(outlet_name) AS outlet, min(day) AS published, count(*) AS reports,
  string_agg(evidence, ' ' ORDER BY position) AS text, sha256(any_value(article_id)) AS sha256
FROM placed GROUP BY reading
"""


def make_store(path: Path, events: int) -> Path:
    """Write a store with so many events; an existing file is an error of the caller."""
    Store(path).close()
    columns = ", ".join(f'"{name}"' for name in REPORTS)
    values = ", ".join(VALUES.get(name, "NULL") for name in REPORTS)
    with duckdb.connect(str(path)) as connection:
        connection.execute(MACROS)
        connection.execute(ROWS, [events])
        connection.execute(NAMED)
        connection.execute(PLACED)
        connection.execute(ARTICLES)
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO texts SELECT sha256, sha256, id, title, outlet, NULL, published, NULL,"
            " text, '[]', NULL FROM told ORDER BY reading"
        )
        connection.execute(
            "INSERT INTO readings SELECT reading, sha256, sha256, 'made-up',"
            " TIMESTAMP '2026-01-01', reports FROM told ORDER BY reading"
        )
        connection.execute(
            f"INSERT INTO reports ({columns}) SELECT {values} FROM placed"  # noqa: S608 - ours
            " ORDER BY reading, position"
        )
        connection.execute("COMMIT")
    return path
