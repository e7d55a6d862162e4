"""Relations that the words decide, whatever the network says."""

from __future__ import annotations

from dateline.reading.consistency import make_consistent
from dateline.reading.network_model import Analysis


def corrected(*rows: tuple[str, str, str, int, str], names: str = "") -> list[tuple[str, int, str]]:
    """Rows of word, part of speech, tag, head (1-based) and relation, after the correction.

    `names` are the words that belong to a person's name.
    """
    labels = []
    for word, *_ in rows:
        inside = word in names.split()
        labels.append("O" if not inside else "I-PERSON" if labels[-1:] > ["O"] else "B-PERSON")
    analysis = Analysis(
        [r[1] for r in rows], [r[2] for r in rows], [r[3] - 1 for r in rows],
        [r[4] for r in rows], labels, [0],
    )  # fmt: skip
    make_consistent([r[0] for r in rows], analysis)
    return [
        (row[0], head + 1, relation)
        for row, head, relation in zip(rows, analysis.heads, analysis.relations, strict=True)
    ]


def test_an_agent_has_by() -> None:
    found = corrected(
        ("Calls", "NOUN", "NNS", 3, "nsubj:pass"),
        ("are", "AUX", "VBP", 3, "aux:pass"),
        ("forwarded", "VERB", "VBN", 0, "root"),
        ("to", "ADP", "IN", 5, "case"),
        ("Tan", "PROPN", "NNP", 3, "obl:agent"),
    )
    assert ("Tan", 3, "obl") in found


def test_by_under_a_passive_is_the_agent() -> None:
    rows = [
        ("He", "PRON", "PRP", 3, "nsubj:pass"),
        ("was", "AUX", "VBD", 3, "aux:pass"),
        ("beaten", "VERB", "VBN", 0, "root"),
        ("by", "ADP", "IN", 5, "case"),
    ]
    assert ("police", 3, "obl:agent") in corrected(*rows, ("police", "NOUN", "NNS", 3, "obl"))
    # A time is no doer, and in the active nobody is.
    assert ("Friday", 3, "obl") in corrected(*rows, ("Friday", "PROPN", "NNP", 3, "obl"))
    active = corrected(
        ("He", "PRON", "PRP", 2, "nsubj"),
        ("stood", "VERB", "VBD", 0, "root"),
        ("by", "ADP", "IN", 4, "case"),
        ("Tan", "PROPN", "NNP", 2, "obl"),
    )
    assert ("Tan", 2, "obl") in active


def test_the_object_behind_an_infinitive_is_its_own() -> None:
    found = corrected(
        ("They", "PRON", "PRP", 2, "nsubj"),
        ("called", "VERB", "VBD", 0, "root"),
        ("on", "ADP", "IN", 4, "case"),
        ("soldiers", "NOUN", "NNS", 2, "obl"),
        ("to", "PART", "TO", 6, "mark"),
        ("oust", "VERB", "VB", 2, "xcomp"),
        ("Tan", "PROPN", "NNP", 2, "obj"),
    )
    assert ("Tan", 6, "obj") in found


def test_a_name_before_a_finite_verb_is_its_subject() -> None:
    found = corrected(
        ("Tan", "PROPN", "NNP", 0, "root"),
        (",", "PUNCT", ",", 4, "punct"),
        ("a", "DET", "DT", 4, "det"),
        ("spokesman", "NOUN", "NN", 1, "appos"),
        (",", "PUNCT", ",", 1, "punct"),
        ("denied", "VERB", "VBD", 1, "parataxis"),
        ("it", "PRON", "PRP", 6, "obj"),
    )
    assert ("Tan", 6, "nsubj") in found
    assert ("denied", 0, "root") in found


def test_what_has_a_subject_is_no_open_complement() -> None:
    found = corrected(
        ("He", "PRON", "PRP", 2, "nsubj"),
        ("denied", "VERB", "VBD", 0, "root"),
        ("soldiers", "NOUN", "NNS", 4, "nsubj"),
        ("fired", "VERB", "VBD", 2, "xcomp"),
    )
    assert ("fired", 2, "ccomp") in found


def test_who_is_the_person_named_before() -> None:
    rows = [
        ("They", "PRON", "PRP", 2, "nsubj"),
        ("swore", "VERB", "VBD", 0, "root"),
        ("oaths", "NOUN", "NNS", 2, "obj"),
        ("to", "PART", "TO", 5, "mark"),
        ("restore", "VERB", "VB", 3, "acl"),
        ("Tan", "PROPN", "NNP", 5, "obj"),
        (",", "PUNCT", ",", 9, "punct"),
        ("who", "PRON", "WP", 9, "nsubj"),
        ("fled", "VERB", "VBD", 3, "acl:relcl"),
    ]
    assert ("fled", 6, "acl:relcl") in corrected(*rows, names="Tan")
    # A clause is never hung on a name inside itself.
    inside = [*rows[:5], ("Tan", "PROPN", "NNP", 9, "dep"), *rows[6:]]
    assert ("fled", 3, "acl:relcl") in corrected(*inside, names="Tan")
