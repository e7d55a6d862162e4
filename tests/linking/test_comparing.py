"""Words, bags of them, blocking, and the comparison of pairs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.bags import Bags, Hashed
from dateline.linking.blocking import Blocking, Limits, kilometres
from dateline.linking.features import COLUMN, Comparer
from dateline.linking.items import Item, LinkText, Spot, names_in, pages_of
from dateline.linking.rules import rules
from dateline.linking.words import one_act, rarity, stem, stems

MINSK, LOSHITSA = (53.9, 27.56), (53.84, 27.57)
BAGS = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([0.5, 1.0, 2.0])),
    min_size=2,
    max_size=6,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [("marched", "marches"), ("protesters", "protester"), ("stopped", "stops"), ("city’s", "city"),
     ("policies", "policy"), ("killing", "killed")],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_apart_keep_apart() -> None:
    assert stem("news") != stem("new")
    assert stem("mass") == "mass"
    assert stems("The march of the dockers, they said") == ["march", "docker"]


def test_rare_words_weigh_more() -> None:
    assert rarity("quiroga") > rarity("pension") > rarity("government")
    assert rarity("2023") < rarity("774")


def test_words_for_one_act_are_near() -> None:
    assert one_act(stem("march"), stem("rally")) == pytest.approx(0.7)
    assert one_act(stem("march"), stem("marched")) == 1.0
    assert one_act(stem("march"), stem("vote")) == 0.0
    assert one_act("arrest", "arrest pair") == one_act("arrest pair", "arrest") == 0.9


def test_names_are_words_with_a_capital_inside_a_sentence() -> None:
    assert names_in("Police said Rosa Quiroga’s union met. They left Minsk.") == {
        "rosa", "quiroga", "minsk",
    }  # fmt: skip


@given(BAGS)
def test_bags_compare_as_sets_do(bags: list[dict[str, float]]) -> None:
    made = Bags.of(bags)
    pairs = [(i, j) for i in range(len(bags)) for j in range(len(bags))]
    first, second = np.array(pairs, np.int64).T
    cosine = made.cosine(first, second)
    share, shared = made.overlap(first, second)
    for k, (i, j) in enumerate(pairs):
        one, other = bags[i], bags[j]
        both = one.keys() & other.keys()
        lesser = sum(min(one[w], other[w]) for w in both)
        assert shared[k] == pytest.approx(lesser)
        if not one or not other:
            assert math.isnan(cosine[k])
            assert math.isnan(share[k])
            continue
        dot = sum(one[w] * other[w] for w in both)
        norms = math.hypot(*one.values()) * math.hypot(*other.values())
        assert cosine[k] == pytest.approx(dot / norms, rel=1e-4)
        union = sum(one.values()) + sum(other.values()) - lesser
        assert share[k] == pytest.approx(lesser / union, rel=1e-4)


def test_hashed_vectors_are_near_the_true_likeness() -> None:
    bags = [{f"w{k}": 1.0 for k in range(start, start + 60)} for start in (0, 30, 500)]
    rows = Hashed(Bags.of(bags)).rows([0, 1, 2])
    assert rows[0] @ rows[0] == pytest.approx(1, abs=0.15)
    assert rows[0] @ rows[1] == pytest.approx(0.5, abs=0.15)
    assert rows[0] @ rows[2] == pytest.approx(0, abs=0.15)


def spot(key: str, point: tuple[float, float]) -> Spot:
    return Spot(key, key, point, "BLR")


def item(key: str, day: int, where: Spot | None, **more: object) -> Item:
    given = {"type": "PROTEST", "days": (day, day), "dated": True, "published": day, **more}
    return Item(key, f"a-{key}", spot=where, **given)  # type: ignore[arg-type]


def candidates(items: list[Item], text: str = "", limits: Limits | None = None) -> set[str]:
    pages = pages_of([LinkText(i.article, None, None, None, f"{text} {i.id}") for i in items])
    blocking = Blocking(items, (pages.at, Hashed(pages.words)), rules(), limits)
    found = blocking.pairs(set(range(len(items))))
    ends = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return {items[i].id + items[j].id for i, j in ends}


def test_near_in_space_and_time_is_worth_a_look() -> None:
    items = [
        item("a", 10, spot("minsk", MINSK)),
        item("b", 12, spot("loshitsa", LOSHITSA)),
        item("c", 10, spot("brest", (52.1, 23.7))),
        item("d", 20, spot("minsk", MINSK)),
        item("e", 10, spot("minsk", MINSK), type="CONSULT"),
    ]
    assert candidates(items) == {"ab"}


def test_a_place_across_the_date_line_is_near() -> None:
    items = [item("a", 1, spot("x", (0.1, 179.95))), item("b", 1, spot("y", (0.1, -179.95)))]
    assert candidates(items) == {"ab"}


def test_articles_in_like_words_are_a_road_where_no_place_is_known() -> None:
    words = "dockers in Telmin want pensions from the harbour company"
    items = [item("a", 10, None), item("b", 11, spot("minsk", MINSK)), item("c", 30, None)]
    assert candidates(items, words) == {"ab"}


def test_of_very_many_near_ones_the_nearest_in_words_are_compared() -> None:
    items = [item(f"r{k}", 10, spot("minsk", MINSK)) for k in range(12)]
    assert len(candidates(items, limits=Limits(most=3, near_text=2.0))) < 12 * 11 / 2
    assert len(candidates(items, limits=Limits(most=12, near_text=2.0))) == 12 * 11 / 2


def compared(one: Item, other: Item, name: str) -> float:
    pages = pages_of([LinkText(i.article, None, None, None, "") for i in (one, other)])
    comparer = Comparer([one, other], pages, {}, rules())
    there = comparer.compare(np.array([0]), np.array([1]))[0, COLUMN[name]]
    back = comparer.compare(np.array([1]), np.array([0]))[0, COLUMN[name]]
    assert there == back or (math.isnan(there) and math.isnan(back))
    return float(there)


def test_place_and_day_are_compared_where_both_are_told() -> None:
    one = item("a", 10, spot("minsk", MINSK))
    other = item("b", 12, spot("brest", (52.1, 23.7)))
    assert compared(one, other, "km") == pytest.approx(kilometres(MINSK, (52.1, 23.7)), rel=1e-4)
    assert compared(one, other, "place") == 0
    assert compared(one, other, "told days") == 2
    assert math.isnan(compared(one, item("c", 10, None), "place"))
    wide = Spot("belarus", "Belarus", (53.5, 28.0), "BLR", narrow=False)
    assert compared(one, item("d", 10, wide), "place") == 0.5
    assert math.isnan(compared(one, item("d", 10, wide), "km"))


def test_common_actors_say_nothing_where_they_differ() -> None:
    police = item("a", 1, None, sources={"police": 0.5})
    crowd = item("b", 1, None, sources={"people": 0.5})
    rosa = item("c", 1, None, sources={"rosa quiroga": 8.0})
    ivan = item("d", 1, None, sources={"ivan petrov": 8.0})
    assert math.isnan(compared(police, crowd, "sources"))
    assert compared(rosa, ivan, "sources") == 0
    assert compared(rosa, rosa, "sources") > 0.7
    assert compared(police, police, "sources") < 0.3


def test_figures_contradict_each_other_or_not() -> None:
    nine = item("a", 1, None, figures={"deaths": (9, 9)})
    about = item("b", 1, None, figures={"deaths": (8, 12)})
    thirty = item("c", 1, None, figures={"deaths": (30, 30)})
    assert compared(nine, about, "deaths") == 0
    assert compared(nine, thirty, "deaths") > 1
    assert compared(nine, about, "figures") == 1
    assert compared(nine, thirty, "figures") == 0


def test_a_plan_is_held_apart_unless_place_and_day_agree() -> None:
    plan = item("a", 10, spot("minsk", MINSK), status="planned")
    assert compared(plan, item("b", 10, spot("minsk", MINSK)), "plan elsewhere") == 0
    assert compared(plan, item("b", 11, spot("minsk", MINSK)), "plan elsewhere") == 1
    assert compared(plan, item("b", 10, None), "plan elsewhere") == 1


def test_words_that_set_apart_and_words_that_sum_up() -> None:
    table = rules()
    assert table.is_wide("Police detained 774 people across the country")
    assert table.is_wide("Marches were held in dozens of cities")
    assert not table.is_wide("Marchers crossed the bridge in Minsk")
    assert table.is_another("On Tuesday another group of dockers")
    assert not table.is_another("Another day passed before the dockers at last")
    assert table.modes_apart("demo", "hunger")
    assert not table.modes_apart("demo", None)
