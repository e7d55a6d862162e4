"""From a `Reading` to `EventReport`s.

`lexicon/` holds the words that may carry an act, as data; `slots.py` says who stands where around a
word; `matching.py` picks the entry that fits; `arguments.py` names doers and targets, and
`context.py` those that the article named before; `candidates.py` keeps the acts worth a record.
`attachment.py` adds figures, voices, demand, contexts and standing (with `lasting.py` and
`promises.py`), `when.py` and `told.py` the date, `where.py` and `spots.py` the place;
`confidence.py` weighs the evidence; `coder.py` puts them in order.
"""
