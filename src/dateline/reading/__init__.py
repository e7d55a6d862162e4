"""From an `Article` to a `Reading`: one parse, then layers on it, one component a file.

`arcs.py` is the thin layer between a parser and every rule; `spacy_parser.py` fills it;
`reading.py` names what the layers hold; `reader.py` runs the components in order.
"""
