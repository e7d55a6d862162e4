"""Files, texts and addresses given to the desk, coded in the background, one after the other.

An address is fetched when somebody gives it here, and then only what lies in the public internet,
unless the desk was opened otherwise: see `dateline.sources.fetching`.
"""

from __future__ import annotations

import queue
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any, Literal

from dateline.api import Pipeline
from dateline.article import Article, make_article
from dateline.desk.desk import Desk
from dateline.desk.errors import DeskError
from dateline.errors import DatelineError, ReadingError
from dateline.reading.reading import Reading
from dateline.sources import Failure, Fetch, SourceOptions, count, gather, is_address
from dateline.sources.addresses import FetchError, target_of
from dateline.sources.decoding import tidy
from dateline.store.linking import link

# What may be dropped. Packed files are left to `dateline ingest`: a small one may unpack to a
# large one.
TAKEN = (
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".jsonl",
    ".ndjson",
    ".csv",
    ".tsv",
    ".parquet",
    ".rss",
    ".atom",
    ".xml",
    ".warc",
)
MOST_FILES = 200
MOST_JOBS = 20
LONGEST_TEXT = 1_000_000
# Of a dropped file: only a feed is read from XML.
STORED = {".xml": ".rss"}
State = Literal["waiting", "reading", "done", "failed"]


@dataclass(slots=True)
class Job:
    """One import: how far it is, and what could not be read."""

    id: str
    name: str
    state: State = "waiting"
    done: int = 0
    total: int | None = None
    added: int = 0
    known: int = 0
    reports: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)
    message: str = ""
    articles: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As the API gives it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Given:
    """What an import holds: files in a folder of its own, an article or an address; or linking."""

    folder: Path | None
    names: tuple[str, ...]
    article: Article | None
    options: SourceOptions
    address: str = ""
    link: bool = False


class Imports:
    """The imports of a desk, with the thread that works on them."""

    def __init__(
        self, desk: Desk, pipeline: Pipeline | None = None, fetch: Fetch | None = None
    ) -> None:
        self.desk = desk
        self._pipeline = pipeline
        self._fetch = fetch or Fetch()
        self._closing = False
        self._jobs: dict[str, Job] = {}
        self._waiting: queue.Queue[tuple[Job, Given] | None] = queue.Queue(MOST_JOBS)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def jobs(self) -> list[dict[str, Any]]:
        """All imports since the desk was opened, newest first."""
        return [job.as_dict() for job in reversed(self._jobs.values())]

    def job(self, identity: str) -> dict[str, Any]:
        """One import.

        Raises:
            DeskError: there is none of this id.
        """
        if identity not in self._jobs:
            raise DeskError(
                "not_found", "no import has this id", "imports are forgotten with the desk"
            )
        return self._jobs[identity].as_dict()

    def take_text(
        self, text: str, *, title: str | None, outlet: str | None, published: date | None
    ) -> dict[str, Any]:
        """Import one text that was pasted; an address alone is fetched.

        Raises:
            DeskError: it is empty or too long, or nothing can be written.
        """
        self.desk.must_write()
        if not text.strip():
            raise DeskError("bad_request", "the text is empty", "paste the text of a report")
        if len(text) > LONGEST_TEXT:
            raise DeskError("too_large", "the text is too long for one report", "split it")
        words = text.strip()
        if is_address(words) and len(words.split()) == 1:
            options = SourceOptions(published=published, outlet=outlet, title=title)
            return self.take_address(words, options)
        article = make_article(tidy(text), title=title, outlet=outlet, published=published)
        return self._add(title or text.strip()[:60], Given(None, (), article, SourceOptions()))

    def take_files(
        self, files: Sequence[tuple[str, Any]], options: SourceOptions
    ) -> dict[str, Any]:
        """Import files, each a name and a stream of bytes.

        Raises:
            DeskError: there is none, there are too many, one is of a kind that is not taken, or
                nothing can be written.
        """
        self.desk.must_write()
        if not files:
            raise DeskError("bad_request", "no file was given", "choose files, or paste a text")
        if len(files) > MOST_FILES:
            raise DeskError(
                "too_large", f"more than {MOST_FILES} files at once", "use `dateline ingest`"
            )
        for name, _ in files:
            if PurePath(name.lower()).suffix not in TAKEN:
                raise DeskError(
                    "wrong_type",
                    f"{PurePath(name).name!r} is of a kind that the desk does not take",
                    f"it takes {', '.join(TAKEN)}; `dateline ingest` takes more",
                )
        folder = Path(tempfile.mkdtemp(prefix="dateline-desk-"))
        names = []
        try:
            for number, (name, stream) in enumerate(files):
                names.append(PurePath(name.replace("\\", "/")).name)
                # A name of our own: theirs may be a path, or one that two files have.
                with (folder / _stored(number, name)).open("wb") as target:
                    shutil.copyfileobj(stream, target)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._add(", ".join(names)[:200], Given(folder, tuple(names), None, options))

    def take_address(self, address: str, options: SourceOptions) -> dict[str, Any]:
        """Import the article at an address, or those that a feed holds or leads to.

        Raises:
            DeskError: it is no address that can be fetched, or nothing can be written.
        """
        self.desk.must_write()
        try:
            target_of(address)
        except FetchError as error:
            raise DeskError("wrong_type", error.reason, error.remedy or "check it") from error
        return self._add(address.strip(), Given(None, (), None, options, address.strip()))

    def link(self) -> dict[str, Any]:
        """Find in the background which reports are one happening.

        Raises:
            DeskError: nothing can be written.
        """
        self.desk.must_write()
        return self._add("linking", Given(None, (), None, SourceOptions(), link=True))

    def close(self) -> None:
        """Let the import that is under way end, and forget the rest."""
        self._closing = True
        if self._thread is None:
            return
        while True:
            try:
                left = self._waiting.get_nowait()
            except queue.Empty:
                break
            if left is not None and left[1].folder is not None:
                shutil.rmtree(left[1].folder, ignore_errors=True)
        self._waiting.put(None)
        self._thread.join()

    def _add(self, name: str, given: Given) -> dict[str, Any]:
        job = Job(secrets.token_hex(6), name)
        with self._starting:
            try:
                self._waiting.put_nowait((job, given))
            except queue.Full:
                if given.folder is not None:
                    shutil.rmtree(given.folder, ignore_errors=True)
                raise DeskError(
                    "busy", "too many imports are waiting", "try again when one has ended"
                ) from None
            self._jobs[job.id] = job
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="imports", daemon=True)
                self._thread.start()
        return job.as_dict()

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            job, given = item
            try:
                if given.link:
                    self._link(job)
                else:
                    self._read(job, given)
                job.state = "done"
            except DatelineError as error:
                job.state, job.message = "failed", str(error)
            except Exception as error:  # noqa: BLE001 - the thread must live on, and say it
                job.state, job.message = "failed", f"{type(error).__name__}: {error}"
            finally:
                if given.folder is not None:
                    shutil.rmtree(given.folder, ignore_errors=True)

    def _link(self, job: Job) -> None:
        job.state = "reading"

        def progress(done: int, of: int, _what: str) -> None:
            job.done, job.total = done, of

        with self.desk.writing:
            made = link(self.desk.store, progress=progress)
            self.desk.relink()
        job.done = job.total = made.reports
        job.message = f"{made.incidents} incidents of {made.reports} event reports"

    def _read(self, job: Job, given: Given) -> None:
        job.state = "reading"
        if self._pipeline is None:
            self._pipeline = Pipeline()
        pipeline, store = self._pipeline, self.desk.store
        version = pipeline.version
        if given.article is not None:
            job.total = 1
        elif given.folder is not None:
            job.total = count([given.folder])
        for reading in pipeline.read_all(self._articles(job, given, version)):
            job.done += 1
            if isinstance(reading, ReadingError):
                self._fail(job, Failure(job.name, "", str(reading), ""))
            elif isinstance(reading, Exception):
                raise reading
            else:
                self._keep(job, reading, version)
        with self.desk.writing:
            store.flush()
            self.desk.take_over()
        job.total = job.done
        if self._closing:
            job.message = "broken off, because the desk was closed"

    def _keep(self, job: Job, reading: Reading, version: str) -> None:
        found = self._pipeline.code(reading) if self._pipeline is not None else []
        with self.desk.writing:
            added = self.desk.store.add(reading.article, found, version)
        job.articles.append(reading.article.sha256[:16])
        if added:
            job.added += 1
            job.reports += len(found)
        else:
            job.known += 1

    def _articles(self, job: Job, given: Given, version: str) -> Iterator[Article]:
        if given.article is not None:
            found: Iterator[Article | Failure] = iter((given.article,))
        else:

            def promised(articles: int) -> None:
                job.total = articles

            fetch = replace(self._fetch, promised=promised)
            options = replace(given.options, fetch=fetch)
            found = gather([given.address or given.folder or ""], options)
        for one in found:
            if self._closing:
                return
            if isinstance(one, Failure):
                job.done += 1
                self._fail(job, one)
                continue
            article = _named(one, given.names)
            if self.desk.store.knows(article, version):
                job.done += 1
                job.known += 1
                job.articles.append(article.sha256[:16])
                continue
            yield article

    def _fail(self, job: Job, failure: Failure) -> None:
        name = failure.path if is_address(failure.path) else PurePath(failure.path).name
        job.failures.append(
            {
                "path": name,
                "where": failure.where,
                "reason": failure.reason,
                "remedy": failure.remedy,
            }
        )
        with self.desk.writing:
            self.desk.store.fail(name, failure.where, failure.reason)


def _stored(number: int, name: str) -> str:
    suffix = PurePath(name.lower()).suffix
    return f"{number:04d}{STORED.get(suffix, suffix)}"


def _named(article: Article, names: Sequence[str]) -> Article:
    """The article with the name of the file that was dropped, not that of our copy."""
    if not names:
        return article
    stem = PurePath(article.path or "").stem
    if not stem.isdigit() or int(stem) >= len(names):
        return article
    return replace(article, path=names[int(stem)])
