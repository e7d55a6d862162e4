"""What the world is: countries, people and their dated offices, organisations, places, words.

Everything is a data file under `data/` that can be read and edited by hand; each module here loads
one of them, checks it and answers questions about it. `Knowledge` holds all of them, each loaded
when it is first asked for. Users add actors of their own (`Knowledge(actors=[path])`); those take
the place of ours. This room knows nothing of texts, readings or events.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.knowledge.countries import Countries
from dateline.knowledge.organisations import Organisations
from dateline.knowledge.own import add_file
from dateline.knowledge.people import People
from dateline.knowledge.regions import Regions
from dateline.knowledge.roles import Modifiers, Roles

if TYPE_CHECKING:
    from dateline.knowledge.gazetteer import Gazetteer


class Knowledge:
    """All tables, loaded on first use; `actors` are files of the user's own actors."""

    def __init__(self, actors: Sequence[Path] = ()) -> None:
        self.actors = tuple(Path(path) for path in actors)

    @cached_property
    def countries(self) -> Countries:
        """Countries and the words for them."""
        return Countries()

    @cached_property
    def regions(self) -> Regions:
        """Sets of countries."""
        return Regions(self.countries)

    @cached_property
    def people(self) -> People:
        """People and their offices."""
        return self._who[0]

    @cached_property
    def organisations(self) -> Organisations:
        """Organisations and their roles."""
        return self._who[1]

    @cached_property
    def roles(self) -> Roles:
        """Nouns that mean actors."""
        return Roles()

    @cached_property
    def modifiers(self) -> Modifiers:
        """Words that change what a noun for an actor means."""
        return Modifiers()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Places with coordinates."""
        from dateline.knowledge.gazetteer import Gazetteer  # noqa: PLC0415 - only when asked for

        return Gazetteer.open()

    @cached_property
    def _who(self) -> tuple[People, Organisations]:
        # One file of the user's may hold people and organisations, so both are read at once.
        people, organisations = People(), Organisations()
        for path in self.actors:
            add_file(path, self.countries, people, organisations)
        return people, organisations
