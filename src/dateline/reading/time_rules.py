"""The grammar of time expressions: patterns over token symbols, and the rule for each.

A sentence is written as a string with one symbol a token (`time_words.toml`, `[classes]`), so that
a match gives token indices at once. Rules stand in order of preference; each hands its match to a
function that works out the TIMEX3 value and the days, or gives None if it is no time after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dateline.reading import time_dates as dates
from dateline.reading import time_relative as relative
from dateline.reading import time_spans as spans
from dateline.reading.time_scene import Found, Match

Handler = Callable[[Match], Found | None]


QUANTITY = r"(?:A?io?[DNCh]?|A?(?:[CN]|D|Y)(?:-?[CN]|-?\.?(?=U))*(?:\+Ah)?)"


UPTO = rf"{QUANTITY}(?:[+-]{QUANTITY})?"


PRE = r"(?:H?E(?:-|o|I)*)?"


DAY = r"(?:H?[LTF]*W,?)?"


RULES: tuple[tuple[str, str, Handler], ...] = (
    ("iso", r"Y-D-D", dates.iso_date),
    ("bc_year", r"[YDN]Z", dates.bc_year),
    ("slash", r"X", dates.slash_date),
    ("day_range_1", rf"B?{DAY}H?MH?[DO][-+]M?H?[DO](?![DNC])(?:,?Y)?|MR(?:,?Y)?", dates.day_range),
    ("day_range_2", r"B?(?:H?[DO](?:o?M)?[-+]H?[DO]|R)o?M(?:,?Y)?", dates.day_range),
    ("month_day", rf"{PRE}{DAY}H?MH?[DO](?:,?Y)?", dates.month_day),
    ("day_month", rf"{PRE}{DAY}H?[DO]o?M(?:,?Y)?", dates.month_day),
    ("weekday_of_month", r"H?[OL]W[oI]M(?:,?Y)?", dates.weekday_of_month),
    ("month_year", rf"{PRE}H?M(?:,?o?Y|o?[LTF]u|CC(?:-?C)?)", dates.month_year),
    ("bare_month", rf"{PRE}H?[LTF]*M", dates.bare_month),
    ("every", r"v(?:O|D|C+)?[uUWMSPwq]|V|@", spans.every),
    ("counted_weekday", r"(?:[HA]?O|[A])J?W(?:P|n)?", relative.weekday),
    ("overnight", r"yI?W", relative.overnight),
    ("weekday", rf"{PRE}H?[LTF]*W(?:,?(?:P|n))?", relative.weekday),
    ("day_beyond", r"H?uby", relative.deictic),
    ("deictic", rf"{PRE}y(?:P|n)?", relative.deictic),
    ("quarter", r"H?(?:Y|[LTF]+us)?O-?q(?:o?,?Y)?|H?(?:[LTF]|Y|[LTF]+us)q|Hq", dates.quarter),
    ("half_year", r"H?Oh(?:oY|o[LTFH]u)", dates.half_year),
    ("ago", rf"(?:{UPTO}-?[uU]|Au(?:\+\.)?|U|A?u-)-?a|H?u-aq", relative.ago),
    ("shift", rf"(?:{UPTO}-?[uU]|Au|Hu|U|A?u-)[Eb]|H?u-Eq", relative.shift),
    ("span", rf"H?(?:[LF]f?{UPTO}|i[LF])-?U", spans.span),
    ("span_first", rf"H?[OL]{QUANTITY}U", spans.duration),
    ("relative_unit", rf"{PRE}H?[LTF]+f*[uwqc]", relative.relative_unit),
    ("same", r"H?j[uPwW]", relative.same),
    ("season", rf"{PRE}H?[LTF]*S(?:o?Y|o?CC(?:-?C)?)?", dates.season),
    ("weekend", rf"(?:[HA]?OJ?|{PRE}H?)w", relative.weekend),
    ("part_of_unit", r"H?E[oI]H?[uw]", relative.part_of_unit),
    ("year_end", r"u-?E", relative.year_end),
    ("daypart", r"H?E?-?[LTF]P|H?E?-?P", relative.daypart),
    ("century", r"H?E?-?O-?c", dates.century),
    ("clock", r"(?:[DC]p|Kp?|n)z?|[YN]z", relative.clock),
    ("year_range", r"B?Y-[YDN]|G", dates.year_range),
    ("counted_day", r"[HA]OJ?[uP]", relative.counted_day),
    ("recent", r"H?[rLF]U", spans.recent),
    ("duration", rf"{UPTO}-?[uU](?:-?k)?|Au\+Ah|hA?u|Au(?:-?k)?|u-k|U\+U", spans.duration),
    ("decade", rf"{PRE}H?e", dates.decade),
    ("year", rf"{PRE}(?:H?[uf])?Y|d", dates.bare_year),
    ("spoken_year", rf"{PRE}(?:H?u)?CC(?:-?C)?", dates.spoken_year),
    ("duration_bare", r"U", spans.duration),
    ("spanned_word", r"l", spans.spanned_word),
    ("whole_unit", r"Hf*u", relative.whole_unit),
)


# Symbols that an expression can begin with: others are passed over without trying every rule.
FIRST = r"(?=[ABCDEFGHKLMNOPRSTUVWXYcdehijlnqruvwy@])"
PATTERN = re.compile(
    f"{FIRST}(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern, _ in RULES)})"
)
HANDLERS: dict[str, Handler] = {name: handler for name, _, handler in RULES}
ORDER = {name: place for place, (name, _, _) in enumerate(RULES)}
# Each rule by itself, for when the first one that matched gave up.
LATER = tuple((re.compile(pattern), handler) for _, pattern, handler in RULES)
