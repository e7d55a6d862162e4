"""Every error that Dateline raises on purpose.

DatelineError
├── SourceError      a file, page or table that cannot be turned into an article
├── KnowledgeError   a wrong line in a data file (ours or the user's): file, line, remedy
├── ReadingError     text that cannot be read (no English sentences, parser missing)
├── StoreError       a store that cannot be opened, migrated or written
├── ExportError      a value that another data set's columns cannot hold
├── LinkingError     a model of linking that cannot be used
├── EvaluationError  gold, or a file of floors, that cannot be used
└── TrainingError    a corpus or encoder that cannot be trained on
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors: one line that says what was wrong, what was seen, what to do next."""


class SourceError(DatelineError):
    """A file, page or table row that cannot be turned into an article."""


class KnowledgeError(DatelineError):
    """A data file with a line that cannot be used; the message names file and line."""


class ReadingError(DatelineError):
    """A text that cannot be read, or a parser that is not there."""


class StoreError(DatelineError):
    """A store that cannot be opened, migrated or written."""


class LinkingError(DatelineError):
    """A model of linking that cannot be used."""


class ExportError(DatelineError):
    """A value that another data set's columns cannot hold; the message names the row."""


class EvaluationError(DatelineError):
    """A gold file or a file of floors that cannot be used."""


class TrainingError(DatelineError):
    """A corpus, an encoder or a checkpoint that cannot be trained with."""
