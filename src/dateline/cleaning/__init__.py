"""From an article as it was scraped to the story alone.

    furniture.toml  what pages put around stories: credits, buttons, newsletters, other stories
    rules.py        those rules, compiled
    dateline.py     `MINSK, Sept 13 (Reuters) -`: place and agency, set apart from the story
    clean.py        a line at a time: cut, cut in part, or keep

`clean` keeps what it is in doubt about. What it cuts stays with the article, each cut with its
reason and its offsets into the text as it was; nothing is ever added to the story's own words.
"""

from dateline.cleaning.clean import clean

__all__ = ["clean"]
