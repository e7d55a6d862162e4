"""Exports into the exact columns of existing data sets, one file a format.

- `cases`: an incident with its reports, which is what every format is made of
- `formats`: the table of formats; `export` makes the files of one
- `files`: tables and texts, checked and written whole or not at all
- `provenance`: which reports, words and voices a row rests on
- `numbers`: one number out of many, by a named policy
- `naming`: what other data sets call actors, countries and days
- `folding`: arrests at a march, as data sets of protests have them
- `acled`, `ucdp`, `gdelt`, `icews`, `polecat`, `ccc`, `mmad`, `maverick`, `ftm`, `geojson`,
  `parquet`, `html`: the formats

What a format cannot hold is counted, with the reason, in the `Output`; a value outside a list that
the data set controls is an `ExportError` that names the row.
"""
