"""Two sentences of our own as a treebank."""

from __future__ import annotations

from pathlib import Path

import pytest

TREES = """\
# newdoc id = own
# newpar
1	President	president	PROPN	NNP	_	3	nmod:desc	_	Entity=(1-person
2	Ana	Ana	PROPN	NNP	_	4	nsubj	_	_
3	Lopez	Lopez	PROPN	NNP	_	2	flat	_	Entity=1)
4	visited	visit	VERB	VBD	_	0	root	_	_
5	the	the	DET	DT	_	6	det	_	Entity=(2-organization
6	University	university	PROPN	NNP	_	4	obj	_	_
7	of	of	ADP	IN	_	8	case	_	_
8	Leeds	Leeds	PROPN	NNP	_	6	nmod	_	Entity=(3-place)2)
9	on	on	ADP	IN	_	10	case	_	_
10	Monday	Monday	PROPN	NNP	_	4	obl	_	Entity=(4-time)|SpaceAfter=No
11	.	.	PUNCT	.	_	4	punct	_	_

1	Hungarian	Hungarian	ADJ	JJ	_	2	amod	_	_
2	police	police	NOUN	NN	_	3-	nsubj	_	_
"""
GOOD = TREES.replace("	3-	", "	3	") + (
    "3	freed	free	VERB	VBD	_	0	root	_	_\n"
    "4-5	don't	_	_	_	_	_	_	_	SpaceAfter=No\n"
    "4	do	do	AUX	VB	_	3	aux	_	_\n"
    "5	n't	not	PART	RB	_	3	advmod	_	_\n"
    "6	.	.	PUNCT	.	_	3	punct	_	_\n\n"
)


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "own.conllu"
    path.write_text(GOOD, "utf-8")
    return path
