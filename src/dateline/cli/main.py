"""`dateline`: the group that the verbs hang on. A verb's module is loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from dateline import __version__
from dateline.errors import DatelineError

VERBS = {
    "code": "dateline.cli.code",
    "read": "dateline.cli.read",
    "explain": "dateline.cli.explain",
    "ingest": "dateline.cli.ingest",
    "query": "dateline.cli.query",
    "link": "dateline.cli.link",
    "incidents": "dateline.cli.incidents",
    "claims": "dateline.cli.claims",
    "export": "dateline.cli.export",
    "decide": "dateline.cli.decide",
    "undo": "dateline.cli.undo",
    "places": "dateline.cli.places",
    "desk": "dateline.cli.desk",
    "evaluate": "dateline.cli.evaluate",
    "train": "dateline.cli.train",
}


class Verbs(click.Group):
    """Loads a verb when it is asked for, and turns Dateline's errors into one line and exit 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which one meets them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, or None for an unknown word."""
        del ctx
        home = VERBS.get(cmd_name)
        if home is None:
            return None
        command: click.Command = import_module(home).command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; an error of ours, or Ctrl-C, is one clear line and no traceback."""
        try:
            return super().invoke(ctx)
        except DatelineError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt as stop:
            click.echo("stopped", err=True)
            raise click.exceptions.Exit(130) from stop


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dateline")
def main() -> None:
    """Read news reports and write down what happened, every field cited.

    \b
    dateline code report.txt --published 2024-05-15
    dateline code reports/ --format jsonl -o events.jsonl
    dateline ingest reports/ --store crisis.duckdb
    dateline query crisis.duckdb "SELECT type, count(*) FROM events GROUP BY 1"

    Exit codes: 0 all went well, 1 a file failed (the others are still done), 2 wrong usage,
    130 stopped by Ctrl-C.
    """
    # Article text holds any character; a terminal or pipe set to ASCII must not stop the run.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
