"""`dateline train`: make anew what ships inside the package. Networks need the extra `train`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any, TypeVar

import click

from dateline.cli.options import parser_option
from dateline.exports.files import text_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FC = TypeVar("FC", bound=Callable[..., Any])
NEEDED = ("torch", "onnx", "onnxruntime", "safetensors")


def _part_option(told: str) -> Callable[[FC], FC]:
    return click.option(
        "--part",
        type=click.Choice(["dev", "kept", "all"]),
        default="dev",
        show_default=True,
        help=told,
    )


def _out_option(told: str) -> Callable[[FC], FC]:
    return click.option(
        "--out",
        "-o",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help=told,
    )


_own_option = click.option(
    "--own",
    type=_FOLDER,
    help="A folder of labelled sentences in the place of ours; files `…-dev.jsonl` are left out.",
)
_judged_option = click.option(
    "--judged",
    nargs=2,
    type=_FILE,
    metavar="<FILE FILE>",
    help="Judged candidates (ours: src/dateline/training/data/judged/news.jsonl) and their corpus.",
)


@click.group("train")
def command() -> None:
    """Make anew what Dateline ships with, from corpora and gold that you have.

    \b
    dateline train reader en_ewt-ud-train.conllu en_gum-ud-train.conllu -o network/
    dateline train types articles.jsonl plover_gsr.jsonl -o scorer.json
    dateline train sides articles.jsonl -o sides.json
    dateline train confidence articles.jsonl -o confidence.toml
    """


@command.command("reader")
@click.argument("treebanks", nargs=-1, required=True, type=_FILE, metavar="TREEBANK...")
@click.option("--meantime", type=_FILE, help="MEANTIME, one document a line, for names.")
@click.option("--ecb", type=(_FILE, _FILE), help="ECB+ documents and mentions, for names.")
@click.option("--names", multiple=True, type=_FOLDER, help="A folder of your labelled sentences.")
@click.option(
    "--measure",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="CoNLL-U or IOB2 never trained on, whose figures go into the card.",
)
@click.option("--epochs", type=click.IntRange(1), default=5, show_default=True)
@click.option("--steps", type=click.IntRange(1), help="Stop after so many steps, to try it out.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=2, show_default=True)
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("training"),
    show_default=True,
    help="Where checkpoints are kept; a stopped run goes on from there.",
)
@click.option(
    "--average-with",
    nargs=2,
    type=(_FILE, click.FloatRange(0, 1)),
    metavar="<FILE SHARE>",
    help="Checkpoint of an earlier run on the same data (its --work holds it), and its share of "
    "the weights.",
)
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the network is written to.",
)
def reader(
    treebanks: tuple[Path, ...],
    meantime: Path | None,
    ecb: tuple[Path, Path] | None,
    names: tuple[Path, ...],
    measure: tuple[Path, ...],
    epochs: int,
    steps: int | None,
    seed: int,
    threads: int,
    work: Path,
    average_with: tuple[Path, float] | None,
    out: Path,
) -> None:
    """Train the reader network on TREEBANKs in CoNLL-U (GUM's mentions give names).

    \b
    dateline train reader en_ewt-ud-train.conllu en_gum-ud-train.conllu -o network/
    """
    missing = [name for name in NEEDED if util.find_spec(name) is None]
    if missing:
        msg = f"{', '.join(missing)} not installed; `pip install 'dateline[train]'`"
        raise click.ClickException(msg)
    from rich.progress import Progress  # noqa: PLC0415 - with the heavy ones

    from dateline.training.reader import OWN, Places, Sources, make_reader  # noqa: PLC0415
    from dateline.training.trainer import Settings  # noqa: PLC0415

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sources = Sources(treebanks=treebanks, meantime=meantime, ecb=ecb, own=(OWN, *names))
    settings = Settings(seed=seed, epochs=epochs, threads=threads, most_steps=steps)
    with Progress() as bar:
        task = bar.add_task("training")

        def show(step: int, total: int, note: str) -> None:
            bar.update(task, completed=step, total=total, description=note)

        make_reader(sources, Places(work, out, measure, average_with), settings, show)
    click.echo(f"the network is in {out}; read with it by `--parser {out}`")


@command.command("confidence")
@click.argument("gold", nargs=-1, required=True, type=_FILE, metavar="GOLD...")
@_part_option("The half of a set to work with, the half kept aside to measure on, or both.")
@click.option(
    "--sentences",
    multiple=True,
    type=_FILE,
    help="Labelled sentences that nobody made rules by: they set how sure all reports are.",
)
@parser_option
@_out_option("The TOML file that the pulls are written to.")
def confidence(
    gold: tuple[Path, ...], part: str, sentences: tuple[Path, ...], parser: str | None, out: Path
) -> None:
    """Fit the pulls of the confidence to hand-coded articles, GOLD.

    The file has the shape of src/dateline/coding/confidence.toml and takes its place there;
    measure it by `dateline evaluate confidence GOLD --part kept`. It needs no extra.

    \b
    dateline train confidence articles.jsonl -o confidence.toml
    """
    from dateline.api import Pipeline  # noqa: PLC0415 - heavy
    from dateline.evaluation.confidence import judge  # noqa: PLC0415
    from dateline.evaluation.kept import check_part  # noqa: PLC0415
    from dateline.training.confidence import as_toml, fit, judge_sentences, levelled  # noqa: PLC0415

    pipeline = Pipeline(parser=parser, model=False)
    judged = judge(gold, pipeline, check_part(part))
    pulls = fit(judged)
    if sentences:
        pulls = levelled(pulls, judge_sentences(sentences, pipeline))
    with text_file(out) as stream:
        stream.write(as_toml(pulls, judged))
    click.echo(f"{len(pulls)} pulls, fitted to {len(judged)} reports, are in {out}")


@command.command("linking")
@click.argument("gold", nargs=-1, required=True, type=_FILE, metavar="GOLD...")
@_part_option("The half of the incidents to learn from; ECB+ has a split of its own.")
@parser_option
@_out_option("The JSON file that the model is written to.")
def linking(gold: tuple[Path, ...], part: str, parser: str | None, out: Path) -> None:
    """Train a scorer of pairs of reports on GOLD of one shape (see `evaluate incidents`).

    The default scorer needs no training. What is written is plain JSON, used by
    `dateline link STORE --model FILE`. It needs no extra.

    \b
    dateline train linking incident_articles.jsonl -o articles.json
    dateline train linking ecbplus_docs.jsonl ecbplus_mentions.jsonl -o mentions.json
    """
    from dateline.evaluation.kept import check_part  # noqa: PLC0415 - heavy
    from dateline.evaluation.linking import gold_of  # noqa: PLC0415
    from dateline.evaluation.tasks import NEEDED, reader_up_to  # noqa: PLC0415
    from dateline.reading.parsers import make_parser  # noqa: PLC0415
    from dateline.training.linking import fit  # noqa: PLC0415

    read = reader_up_to(NEEDED["incidents"], parser)
    found = gold_of(gold, read, make_parser(parser).parse, check_part(part))
    if len(found) != 1:
        msg = f"gold of {len(found)} shapes ({', '.join(g.shape for g in found)}); give one"
        raise click.ClickException(msg)
    fitted = fit(found[0])
    with text_file(out) as stream:
        stream.write(fitted.text)
    click.echo(
        f"{fitted.pairs} pairs learned from; tried on halves in turn it reaches "
        f"{fitted.figure:.3f} with pairs linked from {fitted.threshold}; it is in {out}"
    )


@command.command("sides")
@click.argument("gold", nargs=-1, type=_FILE, metavar="[GOLD]...")
@_own_option
@_judged_option
@_part_option("The half of a gold set to learn from.")
@parser_option
@_out_option("The JSON file that the model is written to.")
def sides(
    gold: tuple[Path, ...],
    own: Path | None,
    judged: tuple[Path, Path] | None,
    part: str,
    parser: str | None,
    out: Path,
) -> None:
    """Fit the model of who stands on which side of an act, to GOLD and to our own sentences.

    GOLD is hand-coded articles. The file takes the place of src/dateline/coding/sides.json. It
    needs no extra.

    \b
    dateline train sides articles.jsonl -o sides.json
    """
    from dateline.api import Pipeline  # noqa: PLC0415 - heavy
    from dateline.training.examples import OWN  # noqa: PLC0415
    from dateline.training.sides import as_json, train  # noqa: PLC0415

    trained = train(gold, Pipeline(parser=parser, model=False), own or OWN, part, judged)
    with text_file(out) as stream:
        stream.write(as_json(trained.data))
    for name, value in trained.figures.items():
        click.echo(f"{name} on texts unknown to the fit: {value:.3f}")
    weights = sum(len(trained.data[side]) for side in ("source", "target"))
    click.echo(f"{weights} weights are in {out}")


@command.command("types")
@click.argument("gold", nargs=-1, type=_FILE, metavar="[GOLD]...")
@_own_option
@_judged_option
@_part_option("The half of a gold set to learn from.")
@parser_option
@_out_option("The JSON file that the scorer is written to.")
def types(
    gold: tuple[Path, ...],
    own: Path | None,
    judged: tuple[Path, Path] | None,
    part: str,
    parser: str | None,
    out: Path,
) -> None:
    """Fit the scorer that judges the lexicon's candidates, to GOLD and to our own sentences.

    GOLD is hand-coded articles, PLOVER records, relations with two sides marked, or Reuters reports
    (of which those on firms stand for news without politics). The file takes the place of
    src/dateline/coding/scorer.json. It needs no extra.

    \b
    dateline train types articles.jsonl plover_gsr.jsonl plv_relations.jsonl -o scorer.json
    """
    from dateline.api import Pipeline  # noqa: PLC0415 - heavy
    from dateline.training.examples import OWN  # noqa: PLC0415
    from dateline.training.types import as_json, train  # noqa: PLC0415

    trained = train(gold, Pipeline(parser=parser, model=False), own or OWN, part, judged)
    with text_file(out) as stream:
        stream.write(as_json(trained.data))
    for name, value in trained.figures.items():
        click.echo(f"{name} on texts unknown to the fit: {value:.3f}")
    click.echo(f"{len(trained.data['weights'])} weights are in {out}")


@command.command("references")
@click.argument("treebanks", nargs=-1, required=True, type=_FILE, metavar="TREEBANK...")
@click.option(
    "--ecb",
    nargs=2,
    type=_FILE,
    metavar="<FILE FILE>",
    help="Documents and mentions of ECB+, news with the participants of events marked.",
)
@_part_option("The half of the treebanks' news to learn from; other genres are taken whole.")
@parser_option
@_out_option("The JSON file that the weights are written to.")
def references(
    treebanks: tuple[Path, ...],
    ecb: tuple[Path, Path] | None,
    part: str,
    parser: str | None,
    out: Path,
) -> None:
    """Fit the weights by which a pronoun finds whom it means to TREEBANKs with coreference.

    The file takes the place of src/dateline/reading/references.json; measure it by
    `dateline evaluate coreference TREEBANK --part kept`. It needs no extra.

    \b
    dateline train references en_gum-ud-train.conllu -o references.json
    """
    from dateline.evaluation.kept import check_part  # noqa: PLC0415 - heavy
    from dateline.evaluation.tasks import reader_up_to  # noqa: PLC0415
    from dateline.knowledge import Knowledge  # noqa: PLC0415
    from dateline.training.references import as_json, train  # noqa: PLC0415

    read = reader_up_to("names places", parser)
    trained = train(treebanks, Knowledge(), read, check_part(part), ecb)
    with text_file(out) as stream:
        stream.write(as_json(trained.data))
    for kind, value in trained.figures.items():
        click.echo(f"{kind}: {value:.3f} right of those resolved in documents unknown to the fit")
    click.echo(f"{sum(len(w) for w in trained.data['weights'].values())} weights are in {out}")
