"""How good the reading and coding are: gold readers, scorers, and the gate on quality.

One module a task (`events`, `types`, `cameo`, `actors`, …), each with an `evaluate_…` function that
takes gold files and gives a `Table` of figures with a baseline beside them. `kept` splits every set
into a part to work with and a part to look at last; `floors` holds figures from falling.
Nothing outside of this room reads gold.
"""
