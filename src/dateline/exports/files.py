"""Writing a file whole: after an error it is as it was before, or not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; at the end it takes the place of `path`, in one step.

    What is no plain file (a pipe, `/dev/stdout`) is written to as it stands, and a link is
    followed to its file. If the block ends with an error, nothing is left behind.

    Raises:
        OSError: the folder is not there or cannot be written to.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = path.resolve()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".dateline-") as folder:
        draft = Path(folder) / target.name
        yield draft
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)


@contextmanager
def text_file(path: Path) -> Iterator[TextIO]:
    """A stream of UTF-8 into a draft of a file (see `draft_of`); lines end as they are written.

    Raises:
        OSError: the folder is not there or cannot be written to.
    """
    with draft_of(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        yield stream
