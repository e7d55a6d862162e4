"""From groups of reports to incidents, and ids that last."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dateline.event import Actor, EventReport, When
from dateline.linking.incidents import Past, incident_of, name_groups, new_id, weakest_link
from tests.linking.made import actor, place, told


def march(**more: Any) -> EventReport:
    sentence = f"Thousands marched, {more.get('outlet', 'Courier')} wrote."
    return told(sentence, kind=("PROTEST", "demo"), trigger="marched", **more).report


def test_a_text_has_one_vote_however_often_it_is_copied() -> None:
    riots = [
        replace(march(outlet=f"Paper {n}", id=f"copy{n}"), mode="riot", type="ASSAULT")
        for n in range(3)
    ]
    marches = [march(outlet="Herald", id="h"), march(outlet="Star", id="s")]
    copies = {f"copy{n}": 1 for n in range(3)}
    assert incident_of("i", [*riots, *marches]).type == "ASSAULT"
    incident = incident_of("i", [*riots, *marches], copies)
    assert (incident.type, incident.mode) == ("PROTEST", "demo")
    assert incident.reports == tuple(r.id for r in [*riots, *marches])
    assert incident.outlets == ("Paper 0", "Paper 1", "Paper 2", "Herald", "Star")


def test_the_place_is_the_closest_in_the_country_of_most() -> None:
    wide = replace(place("Minsk"), name="Belarus", geonameid=630336, precision="country")
    square = replace(place("Minsk"), name="Victory Square", geonameid=None, precision="exact")
    stray = replace(place("Quito"), precision="exact")
    reports = [
        replace(march(outlet=o, id=o), place=p)
        for o, p in (("A", wide), ("B", place("Minsk")), ("C", square), ("D", stray), ("E", None))
    ]
    found = incident_of("i", reports).place
    assert found is not None
    assert (found.name, found.start) == ("Victory Square", None)


def test_the_day_is_the_most_precise_that_most_give() -> None:
    days = [
        When("in September", "2020-09-01", "2020-09-30", "month"),
        When("on Sunday", "2020-09-13", "2020-09-13", "day"),
        When("on Monday", "2020-09-14", "2020-09-14", "day"),
        When("on the 13th", "2020-09-13", "2020-09-13", "day"),
        When(None, "2020-09-15", "2020-09-15", "publication"),
    ]
    reports = [replace(march(id=str(n)), date=d) for n, d in enumerate(days)]
    found = incident_of("i", reports).date
    assert found is not None
    assert (found.start, found.precision) == ("2020-09-13", "day")


def test_everybody_stands_once_on_a_side() -> None:
    lukashenko = actor("Lukashenko", "GOV", name="Alexander Lukashenko")
    bare = Actor(
        "the president",
        None,
        None,
        "Alexander Lukashenko",
        "BLR",
        (),
        "BLR",
        None,
        collective=False,
    )
    crowds = Actor("the crowds", None, None, None, None, ("CVL",), "CVL", None, collective=True)
    other = replace(crowds, text="Crowds")
    reports = [
        replace(march(id="1"), targets=(bare,), sources=(crowds,)),
        replace(march(id="2"), targets=(lukashenko, actor("police", "COP")), sources=(other,)),
    ]
    incident = incident_of("i", reports)
    assert [a.name for a in incident.targets] == ["Alexander Lukashenko", "police"]
    assert incident.targets[0].roles == ("GOV",)
    assert len(incident.sources) == 1


# --- ids ------------------------------------------------------------------------------------------


def test_the_older_id_stays_and_the_other_leads_to_it() -> None:
    past = Past({"old": ["a"], "young": ["b", "c"]})
    named = name_groups([["a", "b", "c"]], past)
    assert named.groups == {"old": ("a", "b", "c")}
    assert named.redirects == {"young": "old"}


def test_a_parted_incident_keeps_its_first_reports_and_the_other_id_comes_back() -> None:
    past = Past({"old": ["a"]}, {"young": ["b", "c"]})
    named = name_groups([["b", "c", "d"], ["a"]], past)
    assert named.groups == {"old": ("a",), "young": ("b", "c", "d")}
    assert named.redirects == {}


def test_an_incident_without_reports_is_named_as_empty() -> None:
    named = name_groups([["b"]], Past({"old": ["a"]}))
    assert named.emptied == ("old",)
    assert "old" not in named.groups


REPORTS = "abcdefgh"


def groupings() -> st.SearchStrategy[list[list[str]]]:
    """Ways to part the reports into groups."""

    def parted(numbers: list[int]) -> list[list[str]]:
        groups: dict[int, list[str]] = {}
        for report, n in zip(REPORTS, numbers, strict=True):
            groups.setdefault(n, []).append(report)
        return list(groups.values())

    return st.lists(st.integers(0, 3), min_size=8, max_size=8).map(parted)


@given(groupings(), groupings(), st.randoms())
def test_ids_are_of_one_group_each_and_do_not_hang_on_order(
    before: list[list[str]], after: list[list[str]], random: Any
) -> None:
    first = name_groups(before, Past({}))
    named = name_groups(after, Past(first.groups))
    shuffled = [random.sample(g, len(g)) for g in random.sample(after, len(after))]
    assert name_groups(shuffled, Past(first.groups)) == named
    assert sorted(r for g in named.groups.values() for r in g) == list(REPORTS)
    # Every id of before lives on or leads to one that does, and none is lost.
    for identity in first.groups:
        assert identity in named.groups or named.redirects[identity] in named.groups
    assert not set(named.redirects) & set(named.groups)


@given(groupings())
def test_parting_all_that_was_merged_brings_the_ids_back(before: list[list[str]]) -> None:
    first = name_groups(before, Past({}))
    merged = name_groups([list(REPORTS)], Past(first.groups))
    founders = {i: first.groups[i] for i in merged.groups}
    gone = {i: first.groups[i] for i in merged.redirects}
    assert name_groups(before, Past(founders, gone)).groups == first.groups


def test_an_id_is_never_given_twice() -> None:
    taken: set[str] = set()
    for _ in range(3):
        made = new_id(["b", "a"], taken)
        assert made not in taken
        taken.add(made)
    assert new_id(["a", "z"], ()) == new_id(["b", "a"], ())


# --- confidence -----------------------------------------------------------------------------------


def test_an_incident_is_as_sure_as_the_link_it_cannot_do_without() -> None:
    pairs = [("a", "b", 0.9), ("b", "c", 0.7), ("a", "c", 0.2), ("c", "z", 0.1)]
    assert weakest_link("abc", pairs) == 0.7
    assert weakest_link("ab", pairs) == 0.9
    assert weakest_link("a", pairs) == 1.0
