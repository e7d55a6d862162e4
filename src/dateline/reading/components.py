"""What a reading component is, and the check that each finds what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.errors import ReadingError
from dateline.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class Component:
    """A function over a reading, with its name, version, needs and gifts.

    `needs` and `gives` are names of layers, that is of attributes of `Reading` ("parse" is always
    there). `run` takes the reading and returns the layers that it gives, by name.
    """

    name: str
    version: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    run: Callable[[Reading], Mapping[str, list[Any]]]


def check_order(components: Sequence[Component]) -> None:
    """Raise `ReadingError` if a component needs a layer that nothing before it gives."""
    there = {"article", "parse"}
    faults = []
    for component in components:
        missing = [need for need in component.needs if need not in there]
        if missing:
            faults.append(f"{component.name} needs {', '.join(missing)}")
        there.update(component.gives)
    if faults:
        msg = f"reading components out of order: {'; '.join(faults)}; given: {sorted(there)}"
        raise ReadingError(msg)


def apply(component: Component, reading: Reading) -> None:
    """Run one component and put what it gives into the reading."""
    given = component.run(reading)
    if set(given) != set(component.gives):
        msg = f"component {component.name} promised {component.gives}, gave {sorted(given)}"
        raise ReadingError(msg)
    for layer, found in given.items():
        setattr(reading, layer, found)
    reading.forget_lookups()
