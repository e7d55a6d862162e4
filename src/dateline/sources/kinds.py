"""What a file is: by its first bytes, then by its ending, then by how its text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from dateline.sources.decoding import decode, wide_encoding

# First bytes of files that hold no report that can be read here, and what to do instead.
_SAVE_AS_TEXT = "save or export its text as .txt or .html and give that file"
_UNPACK = "unpack it and give the files in it"
_NO_TEXT = "it holds no text; leave it out"
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF", "a PDF", "extract its text (pdftotext report.pdf) and give the .txt file"),
    (0, b"\x89PNG", "a PNG image", _NO_TEXT),
    (0, b"\xff\xd8\xff", "a JPEG image", _NO_TEXT),
    (0, b"GIF8", "a GIF image", _NO_TEXT),
    (8, b"WEBP", "a WebP image", _NO_TEXT),
    (0, b"II*\x00", "a TIFF image", _NO_TEXT),
    (0, b"MM\x00*", "a TIFF image", _NO_TEXT),
    (4, b"ftyp", "a video or audio file", _NO_TEXT),
    (8, b"AVI ", "a video file", _NO_TEXT),
    (8, b"WAVE", "an audio file", _NO_TEXT),
    (0, b"ID3", "an audio file", _NO_TEXT),
    (0, b"OggS", "an audio or video file", _NO_TEXT),
    (0, b"\x1aE\xdf\xa3", "a video file", _NO_TEXT),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _SAVE_AS_TEXT),
    (0, b"{\\rtf", "an RTF document", _SAVE_AS_TEXT),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"Rar!", "a RAR archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ", "an xz archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"SQLite format 3", "a SQLite database", "export the articles as .csv or .jsonl"),
    (8, b"DUCK", "a DuckDB file", "export the articles as .parquet, .csv or .jsonl"),
    (0, b"\x7fELF", "a program", _NO_TEXT),
    (0, b"MZ\x90", "a program", _NO_TEXT),
)
_OFFICE = ((b"word/", "a Word document"), (b"xl/", "an Excel workbook"), (b"ppt/", "slides"))
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"

ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
}

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"<(?:p|div|article|section|h1|meta|title)\b[^>]*>", re.IGNORECASE)
_JSON_FEED = re.compile(r"\s*\{[^{}\[\]]*\"version\"\s*:\s*\"https?:(?:\\?/){2}jsonfeed\.org")
_WARC = re.compile(r"WARC/\d")
_JSON_ROW = re.compile(r'\s*\{\s*"')
_JSON_LIST = re.compile(r"\s*\[\s*\{")
_FEW_TAGS = 3
# A share of control bytes that no text reaches.
_CONTROLS = 0.05
_CONTROL_BYTES = bytes(n for n in range(32) if n not in b"\t\n\x0b\x0c\r\x1b")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a source is, and, if it cannot be read here, what to do about it."""

    name: str
    said: str = ""
    remedy: str = ""

    @property
    def readable(self) -> bool:
        """Whether there is a reader for it."""
        return not self.said


def ending(path: str) -> str:
    """The ending that tells the kind: `.jsonl` of `a.jsonl.gz`."""
    pure = PurePath(path.lower())
    return PurePath(pure.stem).suffix if pure.suffix == ".gz" else pure.suffix


def kind_of(path: str, head: bytes) -> Kind:
    """The kind of a source from its name and its first bytes (of what was packed, if packed)."""
    bad = _unreadable(head)
    if bad is not None:
        return bad
    if head.startswith(b"PAR1"):
        return Kind("parquet")
    by_name = ENDINGS.get(ending(path), "")
    text = decode(head[:8192])
    if by_name in {"warc", "feed"} or _WARC.match(text) or _FEED.match(text):
        return _of_the_web(by_name, text)
    if _JSON_FEED.match(text):
        return Kind("feed")
    if by_name in {"jsonl", "json", "csv"}:
        return Kind("json" if _JSON_LIST.match(text) and by_name == "jsonl" else by_name)
    if by_name == "page" or _looks_like_page(text):
        return Kind("page")
    if by_name == "parquet":
        return Kind("parquet", "not a Parquet file, whatever its name says", "check the export")
    if by_name == "markdown":
        return Kind("markdown")
    if _JSON_ROW.match(text) or _JSON_LIST.match(text):
        return Kind("jsonl" if _JSON_ROW.match(text) else "json")
    return Kind("text")


def _of_the_web(by_name: str, text: str) -> Kind:
    """An archive or a feed, if it is what its name says."""
    if _WARC.match(text):
        return Kind("warc")
    if _FEED.match(text) or _JSON_FEED.match(text):
        return Kind("feed")
    if by_name == "feed" and _looks_like_page(text):
        return Kind("page")
    said = "web archive (WARC)" if by_name == "warc" else "feed"
    return Kind(by_name, f"no {said}, whatever its name says", "check how it was saved")


def _looks_like_page(text: str) -> bool:
    return bool(_PAGE.match(text)) or (
        text.lstrip().startswith("<") and len(_MARKUP.findall(text)) >= _FEW_TAGS
    )


def _unreadable(head: bytes) -> Kind | None:
    for offset, magic, said, remedy in _MAGIC:
        if head.startswith(magic, offset):
            return Kind("binary", said, remedy)
    if head.startswith(b"PK\x03\x04"):
        for part, said in _OFFICE:
            if part in head:
                return Kind("binary", said, _SAVE_AS_TEXT)
        if _OPEN_DOCUMENT in head[:200]:
            return Kind("binary", "an OpenDocument file", _SAVE_AS_TEXT)
        return Kind("binary", "a zip archive", _UNPACK)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(head) is not None
    if head and not wide and not head.startswith(b"PAR1"):
        # NUL bytes strewn into text are stripped later, so they weigh less.
        rest = head.replace(b"\0", b"")
        controls = len(rest) - len(rest.translate(None, _CONTROL_BYTES))
        if controls > _CONTROLS * len(head) or len(rest) < len(head) / 2:
            return Kind("binary", "a binary file of unknown kind", _NO_TEXT)
    return None
