"""`dateline evaluate`: the program against hand-coded gold."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.options import model_option


@click.command("evaluate")
@click.argument("task", required=False, default="")
@click.argument("gold", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--part",
    type=click.Choice(["dev", "kept", "all"]),
    default="all",
    show_default=True,
    help="The half of a set to work with, the half kept aside, or both.",
)
@click.option("--errors", type=click.IntRange(0), default=0, help="Show N disagreements.")
@click.option("--format", "-f", "shape", type=click.Choice(["table", "json"]), default="table")
@click.option(
    "--floors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fail (exit 1) if a figure is below its floor in this file.",
)
@click.option("--update", is_flag=True, help="Raise the floors to the figures reached.")
@click.option(
    "--parser",
    "parsers",
    multiple=True,
    metavar="NAME",
    help="spacy, network or another spaCy model; give it twice to see both side by side.",
)
@model_option
@click.pass_context
def command(
    ctx: click.Context,
    task: str,
    gold: tuple[Path, ...],
    part: str,
    errors: int,
    shape: str,
    floors: Path | None,
    update: bool,
    parsers: tuple[str, ...],
    no_model: bool,
) -> None:
    """Score the program against GOLD files, with the baseline line beside ours.

    TASK is events, types, cameo, actors, arguments, event-places, confidence, templates,
    places, times, voices, factuality, figures, pages, parse, coreference, stories, incidents or
    claims. With --floors it and GOLD may be left out: the file of floors names both.

    \b
    dateline evaluate events evaluation/own/articles.jsonl
    dateline evaluate events articles.jsonl --part dev --errors 20
    dateline evaluate events articles.jsonl --parser spacy --parser network
    dateline evaluate events evaluation/own/articles.jsonl --floors evaluation/floors.toml
    """
    from dateline.evaluation.tasks import TASKS, Options, run  # noqa: PLC0415 - heavy

    if floors is None:
        if task not in TASKS:
            seen = f"no task is called {task!r}" if task else "no task"
            msg = f"{seen}; choose one of {', '.join(TASKS)}"
            raise click.UsageError(msg)
        if not gold:
            msg = f"no gold file for {task!r}; name one or more"
            raise click.UsageError(msg)
        if update:
            msg = "--update raises the floors of a file; name it with --floors"
            raise click.UsageError(msg)

    options = Options(
        part=part,
        errors=errors,
        as_json=shape == "json",
        floors=floors,
        update=update,
        parser=parsers[0] if parsers else None,
        beside=tuple(dict.fromkeys(p for p in parsers[1:] if p != parsers[0])),
        model=not no_model,
    )
    outcome = run(task, gold, options)
    click.echo(outcome.text)
    ctx.exit(1 if outcome.falls else 0)
