"""From event reports to incidents: which reports speak of the same happening.

Three relations are kept apart. *Same text* (`texts.py`): copies of one wire report, one vote
together. *Same story* (`stories.py`): articles on one matter, for the order of reading. *Same
event* (`linker.py`): reports of one happening, which is what an incident is made of:

`items.py` takes from each report what can be compared, `words.py` and `bags.py` the words with
their rarity; `blocking.py` picks the pairs worth a look; `features.py` compares each pair;
`scoring.py` turns the comparison into a probability with an account, by the hand-set pulls of
`data/default.toml` or by a trained model (`trees.py`); `clustering.py` makes groups, and `parts.py`
finds which group is part of which. `incidents.py` makes an `Incident` of a group, with its numbers
by claimant and scope (`claims.py`), and `policies.py` one number of many for those who need one.
"""
