"""The words before a story's first: place, day and agency.

`MINSK, Sept 13 (Reuters) -`, `Beijing, 4 May (Xinhua) --`, `WASHINGTON —`, `(CNN) —`.
"""

from __future__ import annotations

import re

from dateline.article import Byline

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|JUNE?|JULY?|AUG|"
    r"SEPT?|OCT|NOV|DEC)\.?"
)
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:,?\s+\d{{4}})?)"
_DAY = rf"(?:{_DATE}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
# A hyphen joins words here and stands in none, so that there is one way to read each place.
_SMALL = "of|de|du|la|el|al|am|au|sur|upon|es|and"
_UPPER = rf"[A-ZÀ-Þ][A-ZÀ-Þ'’.]+(?:[ /-]{{1,2}}(?:[A-ZÀ-Þ][A-ZÀ-Þ'’.]*|{_SMALL}))*"
_MIXED = rf"[A-ZÀ-Þ][\w'’.]+(?:[ /-][A-ZÀ-Þ][\w'’.]*|[ -](?:{_SMALL}))*"
# Behind the comma: country, state or its short form (`Belarus`, `Md.`, `N.Y.`, `DC`).
_REGION = r"(?:,\s+(?:[A-ZÀ-Þ][\w'’.\-]*(?:[ -](?:of |and )?[A-ZÀ-Þ][\w'’.\-]*){0,3}))"
_KNOWN = (
    r"(?:The )?(?:Associated Press|AP|Reuters|REUTERS|AFP|Agence France-Presse|Xinhua|UPI|dpa|DPA|"
    r"ANSA|TASS|Tass|ITAR-TASS|Interfax|BelTA|BELTA|Ukrinform|RIA Novosti|Sputnik|Kyodo|Yonhap|"
    r"Jiji|Anadolu|AA|PTI|ANI|IANS|UNI|APP|Bernama|Antara|VNA|MENA|SANA|IRNA|WAM|SPA|KUNA|PETRA|"
    r"Petra|NNN|NAN|PANA|IRIN|IPS|EFE|LUSA|Lusa|CNA|RFE/RL|RFERL|VOA|CNN|CNN Business|BBC|NPR|"
    r"Bloomberg|JTA|AAP|PA|CP|RNS|CNS|KCNA|BTA|MTI|PAP|CTK|HINA|SRNA|TANJUG|Tanjug|AGERPRES|"
    r"MAP|TAP|APS|GNA|ENA|SUNA|SAnews|UN News|Thomson Reuters Foundation|Al Jazeera)"
)
_AGENCY = rf"[(\[](?P<agency>{_KNOWN}|[A-Z][\w./& -]{{1,30}}?)[)\]]"
_KNOWN_AGENCY = rf"[(\[](?P<agency>{_KNOWN})[)\]]"
_DASH = r"(?:\s*(?:--+|[-–—―]+)\s*|\s*:\s+|\s*\.{1,2}\s+)"
_FIRM_DASH = r"(?:\s*--+\s*|\s*[–—―]+\s*|\s+-\s+)"

_AFTER = r"\.?\s*(?:[-–—]+\s*)?"

_FORMS = tuple(
    re.compile(form)
    for form in (
        # MINSK, Belarus, Sept 13 (Reuters) -
        rf"(?P<place>{_UPPER}){_REGION}?(?:[,.]?\s+{_DAY})?,?\s*{_AGENCY}{_DASH}",
        # NEW DELHI, May 4 (PTI) The …
        rf"(?P<place>{_UPPER}){_REGION}?(?:[,.]?\s+{_DAY})?,?\s*{_KNOWN_AGENCY}\s+(?=[A-Z“\"])",
        # Beijing, 4 May (Xinhua) --
        rf"(?P<place>{_MIXED}){_REGION}??(?:[,.]?\s+{_DAY})?,?\s*{_KNOWN_AGENCY}{_DASH}",
        # MOSCOW, September 14. /TASS/.
        rf"(?P<place>{_UPPER}){_REGION}??(?:[,.]?\s+{_DAY})?[,.]?\s*/(?P<agency>{_KNOWN})/{_AFTER}",
        # MINSK, Belarus —   MINSK, Sept. 13 —
        rf"(?P<place>{_UPPER}){_REGION}?(?:[,.]?\s+{_DAY})?{_FIRM_DASH}",
        # Geneva, 4 May 2020 –
        rf"(?P<place>{_MIXED}){_REGION}??[,.]?\s+{_DATE}{_FIRM_DASH}",
        # ISLAMABAD: The …
        rf"(?P<place>(?=[A-Z]{{4}}){_UPPER}){_REGION}??(?:[,.]?\s+{_DAY})?:\s+",
        # Sept 13 (Reuters) -   (CNN) —   (CNN)The …
        rf"(?:{_DAY},?\s*)?{_KNOWN_AGENCY}(?:{_DASH}|\s*(?=[A-Z“\"]))",
        # LONDON, Reuters —   AP —
        rf"(?:(?P<place>{_UPPER}),\s+)?(?P<agency>{_KNOWN}){_FIRM_DASH}",
        # (ALBANY, N.Y.) —
        rf"\((?P<place>{_UPPER}){_REGION}?\){_FIRM_DASH}",
    )
)
# Words in capitals before a colon or dash that are no places.
_NO_PLACE_WORDS = """
BREAKING UPDATE UPDATED EXCLUSIVE WATCH VIDEO PHOTO PHOTOS READ MORE OPINION ANALYSIS LIVE NEWS NOTE
FACT CORRECTION RELATED WARNING ALERT LATEST DEVELOPING SPECIAL EXPLAINER PODCAST INTERVIEW FILE
URGENT THE WHO WHAT WHY HOW WHEN WHERE CLAIM VERDICT FACTBOX TIMELINE PROFILE INSIGHT COLUMN
EDITORIAL COMMENTARY POLL REVIEW SUMMARY ABOVE BELOW LEFT RIGHT SEE ALSO POLITICS BUSINESS SPORT
SPORTS WORLD FEATURE TRANSCRIPT QUESTION ANSWER
"""
_NO_PLACE = frozenset(_NO_PLACE_WORDS.split())
_LONGEST = 90


def dateline_of(line: str) -> tuple[Byline, int] | None:
    """The byline at the start of a story's line, and where the story begins in that line."""
    for form in _FORMS:
        match = form.match(line, 0, 2 * _LONGEST)
        if match is None or match.end() > _LONGEST or match.end() >= len(line):
            continue
        groups = match.groupdict()
        place, agency = groups.get("place"), groups.get("agency")
        if place and not agency and _NO_PLACE & set(re.findall(r"\w+", place)[:1]):
            return None
        if place and not agency and not _begins_story(line[match.end() :]):
            continue
        return Byline(match.group().strip(), _place(place), agency), match.end()
    return None


def _begins_story(rest: str) -> bool:
    """Whether what follows is a sentence: after `USA —` a list of medals may stand."""
    return len(rest.split()) >= 4 and rest.lstrip("“\"'‘(")[:1].isupper()  # noqa: PLR2004


def _place(words: str | None) -> str | None:
    """`BATON ROUGE` to `Baton Rouge`; of two cities the first, where the report was written."""
    if not words:
        return None
    first = words.split("/")[0].strip(" .,-")
    if not first.isupper():
        return first
    small = set(_SMALL.split("|"))
    parts = re.split(r"([ -])", first)
    if max(map(len, parts)) <= 3 and "." in first:  # noqa: PLR2004 - U.S., D.C.
        return first
    return "".join(p if p in small else p.capitalize() for p in parts)
