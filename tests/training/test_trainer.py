"""Training, tried out for a few steps on a few sentences."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train` (PyTorch)")

from dateline.errors import TrainingError  # noqa: E402 - after PyTorch was found
from dateline.evaluation.treebank import Sentence, read_conllu  # noqa: E402
from dateline.knowledge import Knowledge  # noqa: E402
from dateline.reading.network_model import FOLDER  # noqa: E402
from dateline.reading.network_parser import NetworkParser  # noqa: E402
from dateline.reading.wordpieces import WordPieces  # noqa: E402
from dateline.training import trainer  # noqa: E402
from dateline.training.batches import Encoding, Labels, batches, tensors  # noqa: E402
from dateline.training.export import export, write_card  # noqa: E402
from dateline.training.named import LABELS, Namer  # noqa: E402
from dateline.training.network import ReaderNetwork, Shape  # noqa: E402
from dateline.training.trainer import Settings, _loss, train  # noqa: E402


@dataclass
class Tiny:
    """A network of one narrow layer, and what it is trained with."""

    make: Callable[[], ReaderNetwork]
    sentences: list[Sentence]
    encoding: Encoding
    labels: Labels


@pytest.fixture
def tiny(treebank: Path, knowledge: Knowledge) -> Tiny:
    sentences = read_conllu(treebank)
    Namer(knowledge, None).label_marked(sentences)
    labels = Labels(
        upos=tuple(sorted({u for s in sentences for u in s.upos})),
        tags=tuple(sorted({t for s in sentences for t in s.tags})),
        relations=tuple(sorted({r for s in sentences for r in s.relations})),
        names=LABELS,
    )

    def make() -> ReaderNetwork:
        torch.manual_seed(0)
        shape = Shape(
            len(labels.upos), len(labels.tags), len(labels.relations), len(labels.names),
            width=24, layers=1, attention_heads=2, inner=32, arc=16, label=16,
        )  # fmt: skip
        return ReaderNetwork(shape, dropout=0.0, head_dropout=0.0)

    encoding = Encoding(WordPieces(FOLDER / "vocabulary.txt"), labels)
    return Tiny(make, sentences * 4, encoding, labels)


def test_a_few_steps_lower_the_loss_and_repeat(tiny: Tiny, tmp_path: Path) -> None:
    settings = Settings(most_steps=12, pieces=128, rise=1, half=False, threads=1)
    batch = tensors(batches(tiny.sentences, tiny.encoding, 512, random.Random(1))[0])  # noqa: S311
    before = float(_loss(tiny.make(), batch, half=False).detach())
    outcomes = []
    for run in ("a", "b"):
        network = tiny.make()
        train(network, tiny.sentences, tiny.encoding, settings, tmp_path / run / "reader.pt")
        outcomes.append(float(_loss(network, batch, half=False).detach()))
    assert outcomes[0] < before
    assert outcomes[0] == outcomes[1]


def test_a_stopped_run_goes_on_where_it_stopped(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer, "EVERY", 4)
    settings = Settings(most_steps=8, pieces=128, rise=1, half=False, threads=1)
    whole = tiny.make()
    train(whole, tiny.sentences, tiny.encoding, settings, tmp_path / "whole.pt")

    def stop(step: int, _total: int, _note: str) -> None:
        if step == 6:
            raise KeyboardInterrupt

    part = tmp_path / "part.pt"
    with pytest.raises(KeyboardInterrupt):
        train(tiny.make(), tiny.sentences, tiny.encoding, settings, part, stop)
    resumed = tiny.make()
    train(resumed, tiny.sentences, tiny.encoding, settings, part)
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert bool((one == other).all())
    with pytest.raises(TrainingError, match="other settings"):
        train(tiny.make(), tiny.sentences, tiny.encoding, Settings(most_steps=9), part)


def test_exported_network_reads(tiny: Tiny, tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="export needs the extra `train` (ONNX)")
    out = tmp_path / "net"
    export(tiny.make(), tiny.labels, FOLDER / "vocabulary.txt", out)
    shutil.copyfile(FOLDER / "irregular.csv", out / "irregular.csv")
    write_card(out, {"name": "tiny", "version": "0", "data": {"own": "ours"}})
    parse = NetworkParser(out).parse("Police freed the men.\n\nThey left.")
    assert [t.text for t in parse.tokens][:2] == ["Police", "freed"]
    assert all(t.relation == "root" for t in parse.tokens if t.head < 0)
