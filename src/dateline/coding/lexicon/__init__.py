"""The lexicon: words that may carry an act, with who stands where, type, mode and CAMEO code.

One CSV file a PLOVER type, with the columns

`word`    the lemma; alternatives joined by `|`; for nouns a sequence of lemmas may stand here
`pos`     verb, noun or adj
`type`    the PLOVER type, or NONE for a reading that is no event
`frame`   `SOURCES>TARGETS` (or `A<>B` for mutual acts): slots joined by `|`, tried in order
`cameo`   the closest CAMEO code
`mode`    the PLOVER mode, or empty
`if`      conditions that must all hold: `slot:value|value; slot:value`
`unless`  conditions of which none may hold
`note`    for the reader

A value is a lemma, `@class` (a list in `classes/`), `*` (anything) or a kind of participant:
`#actor`, `#person`, `#group`, `#state`, `#place`, `#number`, `#money`. Of the readings whose
conditions hold, the most specific wins. A user's file (`--lexicon`) has the same columns; its rows
come before ours, and a row with the same word, pos and `if` replaces ours.
"""

from dateline.coding.lexicon.entries import Condition, Entry, Frame, Lexicon
from dateline.coding.lexicon.loading import load_lexicon

__all__ = ["Condition", "Entry", "Frame", "Lexicon", "load_lexicon"]
