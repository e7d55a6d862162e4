"""Bytes to text: finds the encoding, repairs what an earlier program decoded wrongly.

None of it raises: a report with three broken characters is still a report.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Above this share of bytes beyond ASCII, a text that is not UTF-8 is hardly English in cp1252.
_MUCH = 0.15
_SAMPLE = 4096


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text of `data`, tidied; with `encoding`, in that encoding and no other."""
    if encoding is not None:
        return tidy(_forced(data, encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return tidy(data.decode(name, "replace"))
    wide = wide_encoding(data)
    if wide is not None:
        return tidy(data.decode(wide, "replace"))
    try:
        return tidy(data.decode("utf-8"))
    except UnicodeDecodeError:
        return tidy(_mixed(data))


def _forced(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except (LookupError, ValueError, UnicodeError):  # not an encoding of text, such as "hex"
        return data.decode("utf-8", "replace")


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark, told by the empty half of every character."""
    head = data[:_SAMPLE]
    half = len(head) // 2
    if half < 2:  # noqa: PLR2004 - nothing to count
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _mixed(data: bytes) -> str:
    """Not UTF-8 throughout: each line by itself, or by a guess if it is another script's text."""
    high = sum(byte > 0x7F for byte in data[:_SAMPLE])  # noqa: PLR2004 - beyond ASCII
    if high > _MUCH * len(data[:_SAMPLE]):
        from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed

        best = from_bytes(data[: 16 * _SAMPLE]).best()
        if best is not None:
            return data.decode(best.encoding, "replace")
    return b"\n".join(data.split(b"\n")).decode("utf-8", "dateline-cp1252")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8, one by one as Windows wrote them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("dateline-cp1252", _as_cp1252)

# UTF-8 that was read as cp1252: a lead byte's letter, then the letters of its following bytes.
_TAIL_1 = "\u0081\u008d\u008f\u0090\u009d€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TAIL_2 = "".join(chr(n) for n in range(0xA0, 0xC0))
_TAIL = f"[{_TAIL_1}{_TAIL_2}]"
# After Ä and Å a quotation mark or dash may be meant, so only other letters count.
_PLAIN_TAIL = f"[\u0081\u008d\u008f\u0090\u009d€‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ{_TAIL_2}]"
_SURE = f"[ÂÃ]{_TAIL}|[âï]{_TAIL}{{2}}|ð{_TAIL}{{3}}"
_MOJIBAKE = re.compile(f"(?:{_SURE}|[ÄÅ]{_PLAIN_TAIL})(?:{_SURE}|[ÄÅ]{_TAIL})*")
# The closing quotation mark lost its last byte, which cp1252 does not have.
_HALF_QUOTE = re.compile(r"â€(?=[\s.,;:!?)]|$)")
_ROUNDS = 2


def repair(text: str) -> str:
    """`donâ€™t` back to `don’t`; text without such traces comes back as it is."""
    for _ in range(_ROUNDS):  # some texts went through it twice
        if not _MOJIBAKE.search(text) and "â€" not in text:
            return text
        text = _HALF_QUOTE.sub("”", _MOJIBAKE.sub(_repaired, text))
    return text


def _repaired(match: re.Match[str]) -> str:
    raw = bytearray()
    for char in match.group():
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            raw.append(ord(char))  # the five bytes that cp1252 leaves open
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


# NUL and the other control characters; marks that show nothing but split words for a parser.
_UNSEEN = dict.fromkeys((*range(9), *range(14, 32), 127, 173, 8203, 8206, 8207, 8288, 65279))
_SPACES = dict.fromkeys((0x09, 0xA0, 0x2007, 0x2009, 0x202F), " ")
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """One kind of line end and blank, no unseen characters, accents joined to their letters."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", repair(text))
        text = unicodedata.normalize("NFC", text)
    return _LINES.sub("\n", text).translate(_UNSEEN | _SPACES)
