"""`dateline.toml`: the settings of a project, read from the folder where a verb is called.

```toml
actors = ["actors.csv"]
lexicon = ["lexicon.csv"]
min_confidence = 0.5
outlet = "Example News"
parser = "en_core_web_md"
```

Paths are relative to the file. What the command line says comes on top: its files are added, its
other values win.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import KnowledgeError

FILE = "dateline.toml"
KEYS = {
    "actors": list,
    "lexicon": list,
    "min_confidence": (int, float),
    "outlet": str,
    "parser": str,
}


@dataclass(frozen=True, slots=True)
class Project:
    """What a project file sets; empty where there is none."""

    actors: tuple[Path, ...] = ()
    lexicon: tuple[Path, ...] = ()
    min_confidence: float = 0.0
    outlet: str | None = None
    parser: str | None = None


def project_of(folder: Path) -> Project:
    """The settings of the folder's `dateline.toml`; those of an empty one if there is none.

    Raises:
        KnowledgeError: the file is no TOML, or has a key or value that nothing reads.
    """
    path = folder / FILE
    if not path.is_file():
        return Project()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: {error}"
        raise KnowledgeError(msg) from error
    for key, value in table.items():
        _check(path, key, value)
    return Project(
        actors=tuple(folder / p for p in table.get("actors", ())),
        lexicon=tuple(folder / p for p in table.get("lexicon", ())),
        min_confidence=float(table.get("min_confidence", 0.0)),
        outlet=table.get("outlet"),
        parser=table.get("parser"),
    )


def _check(path: Path, key: str, value: Any) -> None:  # noqa: ANN401 - whatever TOML holds
    wanted = KEYS.get(key)
    if wanted is None:
        msg = f"{path}: unknown key {key!r}; known: {', '.join(KEYS)}"
        raise KnowledgeError(msg)
    if not isinstance(value, wanted):  # type: ignore[arg-type]
        msg = f"{path}: {key} has the wrong kind of value: {value!r}"
        raise KnowledgeError(msg)
    if key == "min_confidence" and not 0 <= value <= 1:
        msg = f"{path}: min_confidence is from 0 to 1, saw {value!r}"
        raise KnowledgeError(msg)
    if key in {"actors", "lexicon"}:
        missing = [p for p in value if not (path.parent / str(p)).is_file()]
        if missing:
            msg = f"{path}: {key} names files that are not there: {', '.join(map(str, missing))}"
            raise KnowledgeError(msg)
