"""Incidents in the store: made, grown, merged, parted, undone, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import duckdb
import pytest

import dateline
from dateline.errors import StoreError
from dateline.event import When
from dateline.store import Store
from dateline.store.decisions import Verdict, decide, decisions, incident_named, undo
from dateline.store.linking import link, waiting
from dateline.store.schema import MIGRATIONS, VERSION
from tests.linking.made import Telling, actor, told

MINISTRY = actor("interior ministry", "GOV")
MONDAY = When("on Monday", "2020-09-14", "2020-09-14", "day")


def arrests(words: str, number: float, **more: object) -> Telling:
    sentence = f"Police detained {words} people at a march in {more.get('place', 'Minsk')}"
    sentence += f" on Sunday, {more.pop('ends', 'the ministry said')}."
    return told(sentence, number=(words, number, number), speaker=MINISTRY, **more)


COURIER = arrests("about 250", 250, outlet="Courier", id="courier")
HERALD = arrests("some 260", 260, outlet="Herald", id="herald", ends="according to the ministry")
STAR = arrests("400", 400, outlet="Star", id="star", published="2020-09-14", ends="it said later")
QUITO = told(
    "Nurses in Quito blocked the main avenue for higher pay on Monday.",
    kind=("PROTEST", "obstruct"), trigger="blocked", place="Quito", outlet="Andes", id="quito",
    published="2020-09-14", date=MONDAY, sources=(actor("nurses", "LAB", country="ECU"),),
)  # fmt: skip


def fill(store: Store, tellings: Sequence[Telling], version: str = "reader-1") -> None:
    for telling in tellings:
        store.add(telling.article, [telling.report], version)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crisis.duckdb"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


@pytest.fixture
def linked(store: Store) -> Store:
    fill(store, [COURIER, HERALD, STAR, QUITO])
    link(store)
    return store


def groups(store: Store) -> dict[str, frozenset[str]]:
    return {i.id: frozenset(i.articles) for i in store.incidents()}


def incident_of(store: Store, telling: Telling) -> str:
    return incident_named(store, telling.report.id).id


def test_reports_of_one_happening_become_one_incident(linked: Store) -> None:
    found = {frozenset(i.articles): i for i in linked.incidents()}
    assert set(found) == {frozenset({"courier", "herald", "star"}), frozenset({"quito"})}
    minsk = found[frozenset({"courier", "herald", "star"})]
    assert minsk.outlets == ("Courier", "Herald", "Star")
    assert 0.5 < minsk.confidence < 1
    (quantity,) = minsk.figures
    assert [v.text for v in quantity.values] == ["about 250", "some 260", "400"]
    assert not quantity.disputed
    assert found[frozenset({"quito"})].confidence == 1


def test_incidents_are_asked_for_in_sql(linked: Store) -> None:
    (quito,) = linked.incidents("country = 'ECU'")
    assert quito.articles == ("quito",)
    assert [i.type for i in linked.incidents("arrests_low = 250 AND arrests_high = 400")] == [
        "COERCE"
    ]
    assert list(linked.incidents("disputed")) == []
    with pytest.raises(StoreError, match="colour"):
        list(linked.incidents("colour = 'red'"))


def test_the_python_function_links_a_path_or_a_store(path: Path, store: Store) -> None:
    fill(store, [COURIER, HERALD])
    assert dateline.link(store).incidents == 1
    store.close()
    assert dateline.link(path).new == 0
    with Store(path, read_only=True) as again:
        assert len(list(again.incidents())) == 1


def test_an_old_store_is_brought_up_to_date(path: Path) -> None:
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE meta (version INTEGER, what VARCHAR, applied_at TIMESTAMP)")
        old.execute(MIGRATIONS[0].sql)
        old.execute("INSERT INTO meta VALUES (1, 'old', now()::TIMESTAMP)")
    with pytest.raises(StoreError, match="dateline link"):
        Store(path, read_only=True)
    with Store(path) as store:
        fill(store, [COURIER, HERALD])
        assert link(store).incidents == 1
        assert store.query("SELECT max(version) FROM meta")[1] == [(VERSION,)]
    with Store(path, read_only=True) as store:
        assert len(list(store.incidents())) == 1


def test_new_reports_join_and_the_rest_stays_as_it_is(store: Store) -> None:
    fill(store, [COURIER, QUITO])
    link(store)
    before = groups(store)
    records = dict(store.query("SELECT id, run FROM incidents")[1])
    fill(store, [HERALD])
    assert waiting(store).new == 1
    outcome = link(store)
    assert (outcome.new, outcome.made, outcome.merged) == (1, 0, 0)
    after = groups(store)
    assert set(after) == set(before)
    assert after[incident_of(store, COURIER)] == {"courier", "herald"}
    # Quito's record was not written again.
    assert (
        dict(store.query("SELECT id, run FROM incidents")[1])[incident_of(store, QUITO)]
        == records[incident_of(store, QUITO)]
    )


def test_linking_twice_changes_nothing(linked: Store) -> None:
    def all_of_it() -> list[object]:
        tables = ("incident_reports", "incident_records", "pair_scores", "article_groups")
        return [linked.query(f"FROM {t} ORDER BY ALL")[1] for t in tables]

    before = all_of_it()
    outcome = link(linked)
    assert (outcome.new, outcome.changes) == (0, ())
    assert all_of_it() == before


@pytest.mark.parametrize("order", list(permutations([COURIER, HERALD, STAR])))
def test_the_order_of_ingestion_does_not_change_the_groups(
    store: Store, order: tuple[Telling, ...]
) -> None:
    for telling in order:
        fill(store, [telling])
        link(store)
    (incident,) = store.incidents()
    assert incident.reports == (COURIER.report.id, HERALD.report.id, STAR.report.id)
    assert [v.text for v in incident.figures[0].values] == ["about 250", "some 260", "400"]


def test_batches_give_what_one_run_gives(store: Store) -> None:
    fill(store, [STAR, QUITO, HERALD, COURIER])
    outcome = link(store, batch=1)
    assert len(outcome.changes) == 4
    parted = sorted(map(sorted, groups(store).values()))
    assert parted == [["courier", "herald", "star"], ["quito"]]
    link(store, anew=True, batch=1)
    assert sorted(map(sorted, groups(store).values())) == parted


def test_what_was_linked_before_a_stop_is_kept(store: Store) -> None:
    fill(store, [COURIER, HERALD, STAR])

    def stop(_done: int, _total: int, what: str) -> None:
        if "batch 3 of 3" in what:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link(store, batch=1, progress=stop)
    assert list(groups(store).values()) == [{"courier", "herald"}]
    assert link(store).new == 1
    assert list(groups(store).values()) == [{"courier", "herald", "star"}]


def test_a_dry_run_counts_and_writes_nothing(path: Path) -> None:
    with Store(path) as store:
        fill(store, [COURIER, HERALD, QUITO])
    with Store(path, read_only=True) as store:
        would = waiting(store)
        assert (would.reports, would.new) == (3, 3)
        assert would.pairs >= 1
        assert list(store.incidents()) == []


def test_every_score_is_kept_with_its_account(linked: Store) -> None:
    rows = linked.query(
        "SELECT first, second, probability, band, factors, version, run FROM pair_scores"
    )[1]
    ids = {COURIER.report.id, HERALD.report.id, STAR.report.id}
    assert {frozenset((a, b)) for a, b, *_ in rows} <= {frozenset((a, b)) for a in ids for b in ids}
    assert rows
    for first, second, probability, band, factors, version, run in rows:
        assert first < second
        assert band in {"same", "review"}
        assert 0 < probability <= 1
        assert "pull" in factors
        assert version.startswith("linker-")
        assert run == 1


def test_copies_of_a_wire_story_have_one_voice(store: Store) -> None:
    sentence = (
        "Thousands of people walked down the long central avenue of Minsk on Sunday with flags and "
        "flowers, and some 5,000 of them stayed on the square until late in the evening to sing."
    )
    copies = [
        told(sentence, outlet=f"Paper {n}", id=f"copy{n}", kind=("PROTEST", "demo"),
             trigger="walked", what="participants", number=("some 5,000", 5000, 5000))
        for n in range(4)
    ]  # fmt: skip
    fill(store, copies)
    link(store)
    (incident,) = store.incidents()
    assert len(incident.reports) == 4
    assert [(len(q.values), q.voices) for q in incident.figures] == [(4, 1)]
    names = store.query("SELECT DISTINCT same_text FROM article_groups WHERE ended_run IS NULL")
    assert names[1] == [("copy0",)]


def march(name: str, day: str, **more: object) -> Telling:
    sentence = (
        f"People marched {more.pop('where', 'in ' + name)} on Sunday, the paper of {day} said."
    )
    return told(
        sentence, kind=("PROTEST", "demo"), trigger="marched", place=name, published=day,
        sources=(actor("people", "CVL"),), **more,
    )  # fmt: skip


def test_a_part_follows_its_whole_when_that_goes_up_in_another(store: Store) -> None:
    total = march("Belarus", "2020-09-13", precision="country", where="across the country", id="t")
    town = march("Minsk", "2020-09-14", id="m")
    other = march("Brest", "2020-09-15", id="b", status="ongoing")
    fill(store, [total, town, other])
    link(store)
    whole = incident_of(store, total)
    assert incident_named(store, town.report.id).part_of == whole
    assert incident_named(store, other.report.id).part_of == whole
    before = list(store.incidents())
    decide(store, "same", (other.report.id, total.report.id), "ana")
    merged = incident_of(store, total)
    assert incident_named(store, town.report.id).part_of == merged
    assert incident_named(store, merged).part_of is None
    undo(store, "ana")
    assert {i.id: i.part_of for i in store.incidents()} == {i.id: i.part_of for i in before}


# --- decisions ------------------------------------------------------------------------------------


def test_a_merge_redirects_and_undo_brings_both_back(linked: Store) -> None:
    minsk, quito = incident_of(linked, STAR), incident_of(linked, QUITO)
    before = list(linked.incidents())
    done = decide(linked, "same", (quito[:6], STAR.report.id), "ana", note="one campaign")
    (merged,) = linked.incidents()
    (gone,) = {minsk, quito} - {merged.id}
    assert done.incidents == (merged.id,)
    assert done.change.redirects == {gone: merged.id}
    assert len(merged.reports) == 4
    # The id that is gone still leads somewhere.
    assert incident_named(linked, gone).id == merged.id
    back = undo(linked, "ben")
    assert set(back.incidents) == {minsk, quito}
    assert list(linked.incidents()) == before
    assert incident_named(linked, gone).id == gone
    (row,) = decisions(linked)
    assert (row.verdict, row.person, row.note, row.undone_by) == (
        "same", "ana", "one campaign", "ben",
    )  # fmt: skip
    assert row.undone_at is not None


def test_a_decision_outlasts_linking_anew(linked: Store) -> None:
    decide(linked, "same", (QUITO.report.id, STAR.report.id), "ana")
    decided = groups(linked)
    link(linked, anew=True)
    assert groups(linked) == decided
    undo(linked, "ana")
    parted = groups(linked)
    link(linked, anew=True)
    assert groups(linked) == parted
    assert len(parted) == 2


def test_a_report_told_apart_leaves_and_comes_back(linked: Store) -> None:
    before = list(linked.incidents())
    home = incident_of(linked, STAR)
    decide(linked, "different", (STAR.report.id, home), "ana")
    assert sorted(map(sorted, groups(linked).values())) == [
        ["courier", "herald"], ["quito"], ["star"],
    ]  # fmt: skip
    # The incident keeps its id, and linking does not go against the decision.
    assert groups(linked)[home] == {"courier", "herald"}
    parted = groups(linked)
    link(linked, anew=True)
    assert groups(linked) == parted
    undo(linked, "ana", 1)
    assert list(linked.incidents()) == before


def test_a_decision_that_linking_has_gone_past_is_undone_by_grouping_anew(store: Store) -> None:
    fill(store, [COURIER, QUITO])
    link(store)
    decide(store, "same", (COURIER.report.id, QUITO.report.id), "ana")
    fill(store, [HERALD])
    link(store)
    assert len(groups(store)) == 1
    undo(store, "ana")
    assert sorted(map(sorted, groups(store).values())) == [["courier", "herald"], ["quito"]]


def test_undone_decisions_may_be_taken_in_any_order(linked: Store) -> None:
    before = groups(linked)
    decide(linked, "different", (STAR.report.id, COURIER.report.id), "ana")
    decide(linked, "same", (QUITO.report.id, STAR.report.id), "ana")
    assert len(groups(linked)) == 2
    undo(linked, "ana", 1)
    undo(linked, "ana", 2)
    assert groups(linked) == before
    with pytest.raises(StoreError, match="no decision to take back"):
        undo(linked, "ana")


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [("same", "different", "together"), ("different", "same", "apart")],
)
def test_a_decision_against_another_is_refused(
    linked: Store, first: Verdict, second: Verdict, verdict: str
) -> None:
    pair = (QUITO.report.id, STAR.report.id)
    decide(linked, first, pair, "ana")
    before = groups(linked)
    with pytest.raises(StoreError, match=f"decision 1 holds them {verdict}: take it back first"):
        decide(linked, second, pair, "ben")
    assert groups(linked) == before
    assert len(decisions(linked)) == 1


def test_ids_that_name_nothing_or_too_much_are_refused(linked: Store) -> None:
    home = incident_of(linked, STAR)
    for pair, message in (
        (("nothing", home), "no incident or event report has the id 'nothing'"),
        (("", home), "no incident or event report"),
        (("r-", home), "begins several ids"),
        ((home, home), "give two that are not the same"),
    ):
        with pytest.raises(StoreError, match=message):
            decide(linked, "same", pair, "ana")
    with pytest.raises(StoreError, match="no decision 7"):
        undo(linked, "ana", 7)


def test_reports_of_an_article_read_anew_leave_a_stone_or_their_place(linked: Store) -> None:
    minsk, quito = incident_of(linked, STAR), incident_of(linked, QUITO)
    linked.add(QUITO.article, [], "reader-2")
    linked.add(STAR.article, [replace(STAR.report, id="r-star-again")], "reader-2")
    link(linked)
    (incident,) = linked.incidents()
    assert incident.id == minsk
    assert set(incident.reports) == {COURIER.report.id, HERALD.report.id, "r-star-again"}
    assert linked.query("SELECT incident, ended_run FROM tombstones")[1] == [(quito, None)]
    with pytest.raises(StoreError, match="no report is left"):
        incident_named(linked, quito)
    linked.add(QUITO.article, [QUITO.report], "reader-3")
    link(linked)
    assert incident_of(linked, QUITO) == quito


def test_nothing_is_deleted(linked: Store) -> None:
    def count() -> list[int]:
        tables = ("incident_reports", "incident_records", "decisions", "redirects", "link_runs")
        return [len(linked.query(f"FROM {t}")[1]) for t in tables]

    seen = [count()]
    decide(linked, "same", (QUITO.report.id, STAR.report.id), "ana")
    seen.append(count())
    undo(linked, "ana")
    seen.append(count())
    for earlier, after in pairwise(seen):
        assert all(a <= b for a, b in zip(earlier, after, strict=True))
        assert after[-1] == earlier[-1] + 1
    first = linked.query(
        "SELECT count(DISTINCT incident) FROM incident_reports"
        " WHERE run <= 1 AND (ended_run IS NULL OR ended_run > 1)"
    )[1]
    assert first == [(2,)]


def test_a_store_for_reading_takes_no_decision(path: Path) -> None:
    with Store(path) as store:
        fill(store, [COURIER, QUITO])
        link(store)
    with Store(path, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        decide(store, "same", (COURIER.report.id, QUITO.report.id), "ana")


def test_an_error_while_writing_leaves_all_as_it_was(linked: Store) -> None:
    before = linked.query("FROM incident_reports ORDER BY ALL")[1]

    def fail() -> None:
        with linked.transaction() as connection:
            connection.execute("UPDATE incident_reports SET ended_run = 9")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert linked.query("FROM incident_reports ORDER BY ALL")[1] == before
