"""From a `Reading` to `EventReport`s.

`lexicon/` holds the words that may carry an act, as data; `slots.py` says who stands where around a
word; `matching.py` picks the entry that fits; `candidates.py` keeps the acts worth a record;
`arguments.py` names doers and targets; `attachment.py` adds place, date, figures, voice and
standing; `confidence.py` weighs the evidence; `coder.py` puts them in order.
"""
