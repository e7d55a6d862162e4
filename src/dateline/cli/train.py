"""`dateline train`: train what ships inside the package anew. Needs the extra `train`."""

from __future__ import annotations

import logging
from importlib import util
from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEEDED = ("torch", "onnx", "onnxruntime", "safetensors")


@click.group("train")
def command() -> None:
    """Train the networks that Dateline ships with, from corpora that you have.

    \b
    dateline train reader en_ewt-ud-train.conllu en_gum-ud-train.conllu -o network/
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
@click.option("--epochs", type=click.IntRange(1), default=4, show_default=True)
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

        make_reader(sources, Places(work, out, measure), settings, show)
    click.echo(f"the network is in {out}; read with it by `--parser {out}`")
