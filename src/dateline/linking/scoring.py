"""From the comparison of a pair to a probability that both are one happening, with an account.

The default scorer adds pulls on the log-odds, each a broken line over one feature, that stand in
`data/default.toml` for everybody to read and change; it needs no training. A trained one has trees
(see `trees.py`). Both give, for any pair, the pull of every factor; the pulls add up to the score.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from dateline.errors import LinkingError
from dateline.linking.features import COLUMN, FEATURES, Doubles, Matrix
from dateline.linking.trees import Trees, trees_from

Band = Literal["same", "review", "different"]
Probabilities = NDArray[np.float64]
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of the account of a pair: what was compared, how it compares, and its pull."""

    name: str
    value: str
    pull: float


@dataclass(frozen=True, slots=True)
class Bands:
    """From which probability a pair is linked by itself, and from which people should look."""

    same: float
    review: float

    def of(self, probability: float) -> Band:
        """The band that a probability falls in."""
        if probability >= self.same:
            return "same"
        return "review" if probability >= self.review else "different"


class Scorer(Protocol):
    """Anything that scores pairs."""

    @property
    def version(self) -> str:
        """Name and version of the model."""
        ...

    @property
    def bands(self) -> Bands:
        """Its bands."""
        ...

    def score(self, compared: Matrix) -> Probabilities:
        """The probability of each row."""
        ...

    def accounts(self, compared: Matrix) -> list[tuple[Factor, ...]]:
        """Why each row has its probability: the start first, then the strongest pulls."""
        ...


@dataclass(frozen=True, slots=True)
class Curve:
    """The pull of one feature: a broken line through points, flat beyond its ends."""

    column: int
    at: tuple[float, ...]
    pulls: tuple[float, ...]
    unknown: float

    def __call__(self, compared: Matrix) -> Probabilities:
        """The pull of each row."""
        values = compared[:, self.column].astype(np.float64)
        pulled = np.interp(values, self.at, self.pulls)
        return np.where(np.isnan(values), self.unknown, pulled)


@dataclass(frozen=True, slots=True)
class Pulls:
    """The default scorer: a start and a curve a feature."""

    version: str
    bands: Bands
    start: float
    curves: Mapping[str, Curve]

    def score(self, compared: Matrix) -> Probabilities:
        """The probability of each row."""
        total = np.full(len(compared), self.start, np.float64)
        for curve in self.curves.values():
            total += curve(compared)
        return share(total)

    def accounts(self, compared: Matrix) -> list[tuple[Factor, ...]]:
        """Of each row the start, then every pull that is not nothing, strongest first."""
        pulls = np.stack([curve(compared) for curve in self.curves.values()], axis=1)
        told = compared[:, [curve.column for curve in self.curves.values()]]
        return accounted(tuple(self.curves), np.full(len(compared), self.start), pulls, told)


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained scorer: many small trees."""

    version: str
    bands: Bands
    trees: Trees

    def score(self, compared: Matrix) -> Probabilities:
        """The probability of each row."""
        return share(self.trees.total(compared))

    def accounts(self, compared: Matrix) -> list[tuple[Factor, ...]]:
        """Of each row the start, then what each feature's splits changed, strongest first."""
        names = self.trees.features
        explained = [self.trees.pulls(row) for row in compared]
        starts = np.array([start for start, _ in explained], np.float64)
        pulls = np.array([[p[n] for n in names] for _, p in explained], np.float64)
        told = compared[:, [COLUMN[n] for n in names]]
        return accounted(names, starts, pulls.reshape(len(compared), len(names)), told)


def accounted(
    names: Sequence[str], starts: Doubles, pulls: Doubles, told: Matrix
) -> list[tuple[Factor, ...]]:
    """Accounts of many rows: the start, then the pulls, strongest first; what pulls not, is not.

    Stores have hundreds of thousands of accounts: factors that are alike are made once.
    """
    rounded = np.round(pulls, 3)
    order = np.argsort(-np.abs(rounded), axis=1, kind="stable").tolist()
    rows = zip(
        np.round(starts, 3).tolist(), rounded.tolist(), np.round(told, 2).tolist(), order,
        strict=True,
    )  # fmt: skip
    return [
        (
            Factor("start", "", start),
            *(
                _factor(names[k], values[k] if values[k] == values[k] else None, pulled[k])
                for k in ranked
                if pulled[k]
            ),
        )
        for start, pulled, values, ranked in rows
    ]


@lru_cache(maxsize=200_000)
def _factor(name: str, value: float | None, pull: float) -> Factor:
    return Factor(name, "" if value is None else f"{value:.2f}".rstrip("0").rstrip("."), pull)


def share(total: Probabilities) -> Probabilities:
    """Log-odds as a probability."""
    made: Probabilities = 1.0 / (1.0 + np.exp(-np.clip(total, -30, 30)))
    return made


def load(model: str | Path = DEFAULT) -> Scorer:
    """The default scorer, a trained one that ships by its name, or one from a file.

    Raises:
        LinkingError: there is no such model, or the file is no model of linking.
    """
    path = Path(model)
    if path.suffix in {".toml", ".json"}:
        where, name = str(path), path.stem
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            msg = f"{path}: this model of linking cannot be read ({error})"
            raise LinkingError(msg) from error
    else:
        name = where = str(model)
        folder = files("dateline.linking").joinpath("data")
        found = [f for end in (".toml", ".json") if (f := folder.joinpath(name + end)).is_file()]
        if not found or name in {"rules", "words"}:
            msg = f"no model of linking is called {name!r}; give `default` or a .toml or .json file"
            raise LinkingError(msg)
        text = found[0].read_text("utf-8")
        path = Path(found[0].name)
    try:
        data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        return _trained(data, name) if "trees" in data else _pulls(data, name)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        msg = f"{where}: no model of linking ({type(error).__name__}: {error})"
        raise LinkingError(msg) from error


def _bands(data: Mapping[str, Any]) -> Bands:
    bands = Bands(float(data["bands"]["same"]), float(data["bands"]["review"]))
    if not 0 < bands.review <= bands.same < 1:
        msg = "bands need 0 < review <= same < 1"
        raise ValueError(msg)
    return bands


def _pulls(data: Mapping[str, Any], name: str) -> Pulls:
    curves = {}
    for feature, entry in data["factors"].items():
        points = entry["points"]
        at = tuple(float(x) for x, _ in points)
        if feature not in FEATURES or list(at) != sorted(at) or not at:
            msg = f"factor {feature!r}: no such feature, or its points are not in order"
            raise ValueError(msg)
        pulls = tuple(float(y) for _, y in points)
        curves[feature] = Curve(COLUMN[feature], at, pulls, float(entry.get("unknown", 0.0)))
    return Pulls(f"{name}-{data['version']}", _bands(data), float(data["start"]), curves)


def _trained(data: Mapping[str, Any], name: str) -> Trained:
    return Trained(f"{name}-{data['version']}", _bands(data), trees_from(data))


def as_text(trees: Trees, bands: Bands, version: str, about: Sequence[str]) -> str:
    """A trained scorer as the JSON that `load` reads."""
    data: dict[str, Any] = {
        "about": list(about),
        "version": version,
        "bands": {"same": bands.same, "review": bands.review},
        **trees.as_dict(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
