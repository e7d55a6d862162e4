"""`dateline read`: what the layers found in an article, and what cleaning cut."""

from __future__ import annotations

import sys

import click

from dateline.cli.options import Asked, Run, readings, source_options
from dateline.reading.output import layers
from dateline.reading.reading import Reading


@click.command("read")
@source_options
@click.option(
    "--format",
    "-f",
    "shape",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
)
@click.pass_context
def command(
    ctx: click.Context,
    asked: Asked,
    shape: str,
) -> None:
    """Show an article as Dateline reads it: cleaned text, cuts, names, places, times, voices.

    \b
    dateline read page.html
    dateline read report.txt --published 2024-05-15 --format jsonl
    """
    import msgspec  # noqa: PLC0415 - kept out of start-up

    run = Run()
    for reading in readings(asked, asked.pipeline(), run):
        if shape == "jsonl":
            sys.stdout.write(msgspec.json.encode(layers(reading)).decode() + "\n")
        else:
            click.echo(_shown(reading))
    ctx.exit(run.exit_code())


def _shown(reading: Reading) -> str:
    """The cleaned text and its layers for a person."""
    article = reading.article
    found = layers(reading)
    lines = [f"# {article.title or article.id}", ""]
    known = (article.outlet, article.published and article.published.isoformat(), article.path)
    lines += [" · ".join(str(k) for k in known if k), "", article.text, ""]
    if article.byline:
        lines += [f"Dateline: {article.byline.text}", ""]
    lines += ["Cut:", *(f"  {c.reason}: {c.text!r}" for c in article.cuts or ())]
    if not article.cuts:
        lines.append("  nothing")
    lines += ["", "Names:"]
    entities: dict[int, list[str]] = {}
    for name in found["names"]:
        entities.setdefault(name["entity"], []).append(name["text"])
    for index, texts in sorted(entities.items()):
        if index >= 0:
            e = reading.entities[index]
            mentions = ", ".join(dict.fromkeys(texts))
            lines.append(f"  {e.name} [{e.country or '?'} {' '.join(e.roles)}]: {mentions}")
    lines += ["", "Places:"]
    lines += [
        f"  {p['text']}: {p['name'] or 'not found'}, {p['country']} ({p['precision']})"
        for p in found["places"]
    ]
    lines += ["", "Times:"]
    lines += [f"  {t['text']}: {t['value']}" for t in found["times"]]
    lines += ["", "Figures:"]
    lines += [f"  {f['text']}: {f['low']} to {f['high']} {f['what']}" for f in found["figures"]]
    lines += ["", "Voices:"]
    for v in found["voices"]:
        who = v["source"]["name"] or v["source"]["text"] or "unnamed"
        said = "; ".join(article.text[a:b] for a, b in v["content"])
        lines.append(f"  {who} ({v['cue']['text']}, {v['stance']}): {said}")
    return "\n".join(lines) + "\n"
