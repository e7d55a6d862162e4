"""The coder: a `Reading` in, its `EventReport`s out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.article import hash_of
from dateline.coding.arguments import Participant
from dateline.coding.attachment import (
    claims_of,
    contexts_of,
    demand_of,
    figures_of,
    status_of,
)
from dateline.coding.candidate import Candidate
from dateline.coding.candidates import candidates
from dateline.coding.confidence import confidence_of
from dateline.coding.lexicon import Lexicon, load_lexicon
from dateline.coding.promises import recast
from dateline.coding.scorer import Scorer
from dateline.coding.sides import Sides
from dateline.coding.told import Told
from dateline.coding.when import Dated, date_of, gone_on, sets_scene, told_of
from dateline.coding.where import BODILY, Placed, place_of
from dateline.event import Actor, EventReport, Excerpt, Origin, Reason
from dateline.knowledge.ontology import Ontology
from dateline.reading.actors import actors_of
from dateline.reading.reading import Reading

# Part of what a store knows a reading by: raised whenever the rules come to code otherwise, so that
# `ingest` reads again what an older coder has read.
VERSION = "4"

# Acts of two sides: a pair on one side is both of them.
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@dataclass(slots=True)
class Established:
    """What the article has made clear so far: the last date and place of a bodily act."""

    date: Dated | None = None
    place: Placed | None = None
    told: Told | None = None


class Coder:
    """Codes readings with one lexicon, and with learned models if they are given."""

    def __init__(
        self,
        lexicon_files: Sequence[Path] = (),
        scorer: Scorer | None = None,
        sides: Sides | None = None,
    ) -> None:
        self.lexicon: Lexicon = load_lexicon(lexicon_files)
        self.scorer = scorer
        self.sides = sides
        self.ontology = Ontology()

    def code(self, reading: Reading, *, min_confidence: float = 0.0) -> list[EventReport]:
        """Event reports of an article, in text order.

        Args:
            reading: an article with all layers read.
            min_confidence: leave out reports below it (0 to 1).
        """
        established = Established()
        reports = []
        everything = candidates(reading, self.lexicon, self.scorer, self.sides)
        found = [c for c in everything if not c.dropped]
        established.told = told_of(reading, found)
        for candidate in found:
            report = self._report(reading, candidate, established)
            if report.confidence >= min_confidence:
                reports.append(report)
        return reports

    def _report(
        self, reading: Reading, candidate: Candidate, established: Established
    ) -> EventReport:
        sentence = reading.parse.sentence_of(candidate.token.i)
        status, status_reason = status_of(reading, candidate)
        if recast(reading, candidate):
            status = "occurred"
            status_reason = Reason("status", status, "a promise or threat is made by its words")
        entry = candidate.match.entry
        code = self.ontology.closest(entry.cameo)
        kind = self.ontology.types.get(candidate.type) or self.lexicon.types.get(candidate.type)
        place, place_reason = place_of(reading, candidate, established.place)
        date, date_reason = date_of(reading, candidate, established.date, established.told)
        if place is not None and candidate.type in BODILY and place.how != "document":
            established.place = Placed(place, sentence.index, sentence.paragraph)
        published = reading.article.published
        past = published is None or date is None or date.start <= published.isoformat()
        if date is not None and past and sets_scene(reading, candidate, date):
            doers = frozenset(p.name.entity for p in candidate.arguments.sources)
            now = Dated(date, sentence.index, sentence.paragraph, doers)
            established.date = gone_on(established.date, now)
        figures, figure_reasons = figures_of(reading, candidate)
        claims, claim_reasons = claims_of(reading, candidate)
        demand, demand_reason = demand_of(reading, candidate)
        contexts, context_reasons = contexts_of(reading, candidate, self.ontology)
        sources, source_reasons = _actors(reading, candidate.arguments.sources, "sources")
        targets, target_reasons = _actors(reading, candidate.arguments.targets, "targets")
        # A pair ("they") may hold somebody who is the doer himself.
        targets = tuple(t for t in targets if not any(_is_same(t, source) for source in sources))
        kept = {t.start for t in targets}
        target_reasons = [r for r in target_reasons if r.start in kept]
        if len(sources) > 1 and not targets and candidate.type in MUTUAL:
            # "the two leaders agreed": the first-named side is the source.
            sources, targets = sources[:1], sources[1:]
        trigger = _excerpt(reading, candidate)
        reasons = [
            Reason(
                "type",
                candidate.type,
                f"lexicon entry {entry.name}",
                trigger.text,
                trigger.start,
                trigger.end,
            ),
            Reason("cameo", code.code, f"lexicon entry; {code.name}"),
            *source_reasons,
            *target_reasons,
            place_reason,
            date_reason,
            *figure_reasons,
            status_reason,
            *claim_reasons,
            *([demand_reason] if demand_reason else []),
            *context_reasons,
        ]
        confidence, account = confidence_of(reading, candidate, status)
        article = reading.article
        return EventReport(
            id=hash_of(article.id, article.sha256, str(trigger.start), candidate.type, entry.cameo)[
                :20
            ],
            article=Origin(
                article.id,
                article.title,
                article.outlet,
                article.url,
                article.published.isoformat() if article.published else None,
                article.path,
            ),
            sentence=sentence.index,
            evidence=Excerpt(
                reading.parse.text[sentence.start : sentence.end], sentence.start, sentence.end
            ),
            trigger=trigger,
            type=candidate.type,
            mode=entry.mode,
            contexts=contexts,
            cameo=code.code,
            quad=kind.quad if kind else code.quad,
            goldstein=code.goldstein,
            sources=sources,
            targets=targets,
            place=place,
            date=date,
            figures=figures,
            status=status,
            claims=claims,
            demand=demand,
            confidence=confidence,
            reasons=(*reasons, *account),
        )


def _excerpt(reading: Reading, candidate: Candidate) -> Excerpt:
    tokens = reading.parse.tokens
    act = candidate.match.act
    first, last = tokens[act.first], tokens[act.last]
    return Excerpt(reading.parse.text[first.start : last.end], first.start, last.end)


def _is_same(one: Actor, other: Actor) -> bool:
    return one.name is not None and (one.name, one.country) == (other.name, other.country)


def _actors(
    reading: Reading, participants: Sequence[Participant], side: str
) -> tuple[tuple[Actor, ...], list[Reason]]:
    actors: list[Actor] = []
    reasons: list[Reason] = []
    for participant in participants:
        entity = reading.entities[participant.name.entity] if participant.name.entity >= 0 else None
        who = f"; {entity.why}" if entity and entity.why else ""
        for actor in actors_of(reading, participant.name):
            if any(a.name == actor.name and a.country == actor.country for a in actors):
                continue
            actors.append(actor)
            reasons.append(
                Reason(
                    side,
                    f"{actor.name or actor.text} {actor.code}",
                    f"slot {participant.slot}; {participant.name.why}{who}",
                    actor.text,
                    actor.start,
                    actor.end,
                )
            )
    return tuple(actors), reasons
