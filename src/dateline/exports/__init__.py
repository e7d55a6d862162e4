"""Exports: event reports written for other tools and for people, one file a format.

Each format has one `write(reports, …)`, or one function that gives text. Every one writes all it
is given or raises; what a format cannot hold is counted in its output or named in its docstring.

- `jsonl`: the output contract, one report a line, and back again
- `rows`: the flat columns that `csv`, `parquet` and data frames share
- `csv`, `parquet`, `geojson`: for spreadsheets, data tools and maps
- `table`, `html`: to be read at a glance, in a terminal and in a notebook
- `explanation`: why one report says what it says
- `claims`: on whose word, voice by voice
- `incidents`: what linking made of the reports, and the numbers of one incident
- `datasets`: incidents in the exact columns of ACLED, UCDP, GDELT and others
- `files`: a file that is written whole or not at all
"""
