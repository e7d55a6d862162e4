"""The desk: a store in the browser, to read, compare, check and correct what Dateline made.

The way of a request:

    server.py     from a store's path to a running server; the token, the port
    guard.py      who may ask and who may write: hosts, origins, the token, headers, sizes
    app.py        the routes together, and every error in one shape
    api.py        the JSON API and the `.json` and `.csv` twins; pages.py the pages and their forms
    views.py      every view with its parameters, JSON and CSV, in one table
    filters.py    query parameters to parameterised SQL, the only place where that happens

What is shown:

    desk.py       the store that is shown, how it could be opened, who is writing to it
    index.py      its events once more in memory, in the form in which the pages ask for them
    overview.py, articles.py, incidents.py, review.py, agreement.py, data.py
                  what each page shows
    search.py, exporting.py, twins.py
                  words to values; files to take away; tables as CSV

What comes in:

    forms.py, coding_forms.py
                  shapes of decisions and coded events, from JSON and from plain forms
    linkings.py   one happening or another: split, merge, take back
    imports.py    files and texts coded in the background

How it is drawn: `rendering.py` and `templates/`; `browser_files.py` finds what `frontend/` was
built into. `README.md` lists addresses and shapes for whoever writes the browser side or a client.
"""
