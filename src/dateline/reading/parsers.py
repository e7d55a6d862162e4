"""Parsers by name: what `--parser` and `Reader(parser=…)` take."""

from __future__ import annotations

from pathlib import Path

from dateline.reading.arcs import Parser

SPACY, NETWORK = "spacy", "network"


def make_parser(name: str | None = None) -> Parser:
    """The parser of that name.

    That is `network` (the default), `spacy` (its small model), another installed spaCy model, or
    the folder of a network of one's own.

    Raises:
        ReadingError: no such model is installed, or not what it runs on.
    """
    own = name is not None and (Path(name) / "card.toml").exists()
    if name in {None, NETWORK} or own:
        from dateline.reading.network_model import FOLDER  # noqa: PLC0415 - only if used
        from dateline.reading.network_parser import NetworkParser  # noqa: PLC0415

        return NetworkParser(Path(str(name)) if own else FOLDER)
    from dateline.reading.spacy_parser import DEFAULT_MODEL, SpacyParser  # noqa: PLC0415

    return SpacyParser(DEFAULT_MODEL if name == SPACY else str(name))
