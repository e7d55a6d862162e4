"""The store that a desk shows, how it was opened, and its index.

One process at a time may write a DuckDB file, and while it does no other may read it. A desk that
finds the file locked shows a copy of it, made at that moment, and says so.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dateline.desk.errors import DeskError
from dateline.desk.incidents import Linked, linked_of
from dateline.desk.index import Index
from dateline.errors import StoreError
from dateline.store import Store
from dateline.store.opening import now

# A copy taken while the writer writes may be torn; so often is it tried anew.
TRIES = 5
# Seconds that a change waits for another one to end.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A store as it could be opened. `why` is empty if it can be written."""

    store: Store
    why: str = ""
    copied_at: datetime | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None


class Desk:
    """A store with its index; pages and the API ask it from several threads at once.

    Args:
        path: the store's file; it is made if it is not there, unless `read_only`.
        read_only: never write, so that other programs may read the file at the same time.

    Raises:
        StoreError: the file is no store, or not even a copy of it can be opened.
    """

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.wanted_read_only = read_only
        # Only one thread at a time changes the store.
        self.writing = threading.Lock()
        self._opened = open_as_can_be(self.path, read_only=read_only)
        self.index = Index()
        self.linked = Linked()
        self.take_over()

    @property
    def store(self) -> Store:
        """The store that is shown."""
        return self._opened.store

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return bool(self._opened.why)

    @property
    def why_read_only(self) -> str:
        """What the banner says; empty if the desk may write."""
        return self._opened.why

    @property
    def copied_at(self) -> datetime | None:
        """When the copy that is shown was made; None if the file itself is shown."""
        return self._opened.copied_at

    def take_over(self) -> None:
        """Take over into the index what the store holds now."""
        self.linked = linked_of(self.store)
        self.index.rebuild(self.store, self.linked.rows())

    def relink(self) -> None:
        """Take over only which reports are one happening."""
        self.linked = linked_of(self.store)
        self.index.relink(self.linked.rows())

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the store, one thread at a time.

        Raises:
            DeskError: another change takes long.
        """
        if not self.writing.acquire(timeout=PATIENCE):
            raise DeskError(
                "busy", "the desk is importing or linking", "try again when it has ended"
            )
        try:
            yield
        finally:
            self.writing.release()

    def must_write(self) -> None:
        """Refuse to go on if nothing can be written.

        Raises:
            DeskError: it cannot.
        """
        if self.read_only:
            hint = "start the desk again when the other program has ended"
            if self.wanted_read_only:
                hint = "start the desk without --read-only to write"
            raise DeskError("read_only", self.why_read_only, hint)

    def look_again(self) -> None:
        """Open the file once more: newer contents, and writing if it has become free."""
        with self.changing():
            if not self.read_only:
                self.take_over()
                return
            before = self._opened
            if before.folder is None:
                # The same process may not hold a file open in two ways.
                before.store.close()
            try:
                self._opened = open_as_can_be(self.path, read_only=self.wanted_read_only)
            except StoreError:
                if before.folder is None:
                    self._opened = Opened(Store(self.path, read_only=True), before.why)
                raise
            _let_go(before)
            self.take_over()

    def close(self) -> None:
        """Close the store and let the index go."""
        with self.changing():
            self.index.close()
            _let_go(self._opened)


def _let_go(opened: Opened) -> None:
    opened.store.close()
    if opened.folder is not None:
        opened.folder.cleanup()


def open_as_can_be(path: Path, *, read_only: bool) -> Opened:
    """Open for writing; if that cannot be, for reading; if not even that, a copy.

    Raises:
        StoreError: none of these can be; it is the error of the first try.
    """
    if not read_only:
        try:
            return Opened(Store(path))
        except StoreError as error:
            first = error
    else:
        try:
            return Opened(Store(path, read_only=True), "This desk was opened for reading only.")
        except StoreError as error:
            first = error
            if not path.exists():
                raise
    locked = "open for writing elsewhere" in str(first)
    if locked and not read_only:
        try:
            store = Store(path, read_only=True)
            return Opened(store, "Another program has this store open: it can be read only.")
        except StoreError:
            pass
    if not locked and os.access(path, os.W_OK):
        raise first
    if not locked:
        # A file on a medium that cannot be written to.
        return Opened(Store(path, read_only=True), f"{path} cannot be written to.")
    try:
        return copied(path)
    except (OSError, StoreError) as error:
        raise first from error


def copied(path: Path) -> Opened:
    """A copy of a store that another process is writing.

    Raises:
        OSError: it cannot be copied.
        StoreError: every copy was torn.
    """
    folder = tempfile.TemporaryDirectory(prefix="dateline-desk-")
    copy = Path(folder.name) / path.name
    try:
        for left in reversed(range(TRIES)):
            before = _stamps(path)
            for beside in ("", ".wal"):
                theirs = path.with_name(path.name + beside)
                ours = copy.with_name(copy.name + beside)
                ours.unlink(missing_ok=True)
                if theirs.exists():
                    shutil.copyfile(theirs, ours)
            if _stamps(path) != before and left:
                continue
            try:
                # Opened for writing, so that what stands in the log beside it is taken in.
                store = Store(copy)
            except StoreError:
                if left:
                    continue
                raise
            made = now()
            why = (
                "Another program is writing this store: you see a copy made at "
                f"{made:%H:%M:%S} UTC, and nothing can be written."
            )
            return Opened(store, why, made, folder)
    except BaseException:
        folder.cleanup()
        raise
    msg = f"{path} could not be copied"  # the last try returns or raises
    raise StoreError(msg)


def _stamps(path: Path) -> list[tuple[int, int]]:
    found = []
    for name in (path, path.with_name(path.name + ".wal")):
        try:
            stat = name.stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((stat.st_mtime_ns, stat.st_size))
    return found
