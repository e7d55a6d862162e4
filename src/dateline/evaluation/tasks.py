"""All tasks by name, and `run`, which `dateline evaluate` calls."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from dateline.api import Pipeline
from dateline.article import Article, make_article
from dateline.errors import EvaluationError
from dateline.evaluation.floors import Fall, check, raised, read_floors, write_floors
from dateline.evaluation.kept import Part, check_part
from dateline.evaluation.report import Score, Table, as_dict, rendered, side_by_side
from dateline.reading.components import apply
from dateline.reading.parsers import make_parser
from dateline.reading.reader import Reader
from dateline.reading.reading import Reading

# Task to the function that scores it. Those of the coding take a pipeline and a part of the set.
CODING = {
    "events": "dateline.evaluation.events:evaluate_events",
    "types": "dateline.evaluation.types:evaluate_types",
    "cameo": "dateline.evaluation.cameo:evaluate_cameo",
    "actors": "dateline.evaluation.actors:evaluate_actors",
    "arguments": "dateline.evaluation.arguments:evaluate_arguments",
    "event-places": "dateline.evaluation.places:evaluate_event_places",
    "confidence": "dateline.evaluation.confidence:evaluate_confidence",
    "templates": "dateline.evaluation.templates:evaluate_templates",
}
# Those of one layer (see `score_layer` for how each is called).
LAYERS = {
    "places": "dateline.evaluation.places:evaluate_places",
    "times": "dateline.evaluation.times:evaluate_times",
    "voices": "dateline.evaluation.voices:evaluate_voices",
    "factuality": "dateline.evaluation.factuality:evaluate_factuality",
    "figures": "dateline.evaluation.figures:evaluate_figures",
    "pages": "dateline.evaluation.cleaning:evaluate_pages",
    "parse": "dateline.evaluation.parsing:evaluate_parse",
    "coreference": "dateline.evaluation.coreference:evaluate_coreference",
    "incidents": "dateline.evaluation.linking:evaluate_incidents",
}
# Those of linking, which read no text; they take a part of the set.
LINKING = {
    "stories": "dateline.evaluation.linking:evaluate_stories",
    "claims": "dateline.evaluation.claims:evaluate_claims",
}
TASKS = (*CODING, *LAYERS, *LINKING)


@dataclass(frozen=True, slots=True)
class Options:
    """How to run and show an evaluation.

    `part` is that of the gold set; `errors` the number of disagreements to show; `floors` a file of
    floors to hold the figures against, and `update` raises those floors to the figures reached.
    `parser` names the parser to read with (see `make_parser`), `beside` those whose figures are to
    stand beside its own. Without `model` the coding has no learned model.
    """

    part: str = "all"
    errors: int = 0
    as_json: bool = False
    floors: Path | None = None
    update: bool = False
    parser: str | None = None
    beside: tuple[str, ...] = ()
    model: bool = True
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The tables of a run, the floors that it fell below, and all of it as text to print."""

    tables: tuple[Table, ...]
    falls: tuple[Fall, ...]
    text: str

    @property
    def good(self) -> bool:
        """Whether no figure fell below its floor."""
        return not self.falls


def run(task: str, paths: Sequence[Path | str], options: Options | None = None) -> Outcome:
    """Score one task on gold files.

    Args:
        task: one of `TASKS`; with `options.floors` it may be empty, for the file names its task.
        paths: gold files; with `options.floors` they may be left out likewise.
        options: part, form of the output, floors.

    Raises:
        EvaluationError: an unknown task, a file that cannot be used, or no file.
    """
    options = options or Options()
    part = check_part(options.part)
    floors = read_floors(options.floors) if options.floors else None
    if floors is not None:
        task, paths = task or floors.task, list(paths) or [floors.gold_path]
        if task != floors.task:
            msg = f"{floors.path} holds floors for {floors.task!r}, not for {task!r}"
            raise EvaluationError(msg)
    if not paths:
        msg = f"no gold file given for {task!r}; name one or more .jsonl files"
        raise EvaluationError(msg)
    tables = score(task, paths, part, options.parser, model=options.model)
    if options.beside:
        runs = {options.parser or "default": tables}
        runs |= {name: score(task, paths, part, name) for name in options.beside}
        tables = side_by_side(runs)
    falls: list[Fall] = []
    if floors is not None and options.update:
        write_floors(raised(floors, tables[0]))
    elif floors is not None:
        falls = check(floors, tables[0])
    return Outcome(tuple(tables), tuple(falls), shown(tables, falls, options))


def score(
    task: str,
    paths: Sequence[Path | str],
    part: Part = "all",
    parser: str | None = None,
    *,
    model: bool = True,
) -> list[Table]:
    """The tables of one task.

    Raises:
        EvaluationError: an unknown task, or gold files of another shape.
    """
    if task in CODING:
        given = _function(CODING[task])(paths, Pipeline(parser=parser, model=model), part)
    elif task in LAYERS:
        given = score_layer(task, [Path(p) for p in paths], part, parser)
    elif task in LINKING:
        given = _function(LINKING[task])([Path(p) for p in paths], part)
    else:
        msg = f"no task {task!r}; choose one of {', '.join(TASKS)}"
        raise EvaluationError(msg)
    tables = tables_from(task, given)
    if not tables:
        msg = f"{', '.join(map(str, paths))}: no gold of a shape that {task!r} can score"
        raise EvaluationError(msg)
    return tables


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


# The splits of the set's own; a copy without its test split has only "dev" to keep aside.
FACTUALITY_SPLITS = {"dev": ("train",), "kept": ("dev", "test"), "all": ("train", "dev", "test")}


def score_layer(
    task: str, paths: Sequence[Path], part: Part = "all", parser: str | None = None
) -> object:
    """Call the scorer of one layer with what it reads by: a parser, or layers up to its own."""
    function = _function(LAYERS[task])
    if task == "pages":
        return function(paths)
    if task == "parse":
        return function(paths, make_parser(parser))
    if task == "voices":
        return function(paths, make_parser(parser).parse, part)
    if task == "factuality":
        parse = make_parser(parser).parse_all
        return function(paths, parse, FACTUALITY_SPLITS[part])
    read = reader_up_to(NEEDED[task], parser)
    if task == "figures":
        tolls = _function("dateline.evaluation.tolls:evaluate_tolls")(paths, read, part)
        found = function(paths, lambda texts: (read(make_article(t)) for t in texts), part)
        return [*found, *tolls]
    if task == "incidents":
        return function(paths, read, make_parser(parser).parse, part)
    return function(paths, read, part)


# The layers that a task asks for; those that nothing among them needs are not run.
NEEDED = {
    "places": "places",
    "times": "times",
    "figures": "figures",
    "coreference": "references",
    "incidents": "names places times figures",
}


def reader_up_to(layers: str, parser: str | None = None) -> Callable[[Article], Reading]:
    """A function that reads an article with the layers named, and those that they need only."""
    reader = Reader(parser)
    wanted, chosen = set(layers.split()), []
    for component in reversed(reader.components):
        if wanted & {component.name, *component.gives}:
            chosen.append(component)
            wanted.update(component.needs)

    def read(article: Article) -> Reading:
        reading = Reading(article=article, parse=reader.parser.parse(article.text))
        for component in reversed(chosen):
            apply(component, reading)
        return reading

    return read


def tables_from(task: str, given: object) -> list[Table]:
    """Tables from what a scorer gave: tables as they are, plain figures made into one."""
    if isinstance(given, Table):
        return [given]
    if is_dataclass(given) and not isinstance(given, type):
        given = asdict(given)
        names = [v for v in given.values() if isinstance(v, str)]
        task = " ".join([f"{task}:", *names]) if names else task
    if isinstance(given, Mapping):
        return [Table(task, tuple(_scores(given)))]
    if isinstance(given, Sequence):
        return [table for one in given for table in tables_from(task, one)]
    msg = f"the scorer of {task!r} gave {type(given).__name__}, not figures"
    raise EvaluationError(msg)


def _scores(given: Mapping[str, Any], before: str = "") -> list[Score]:
    """Figures of a nested mapping.

    A mapping `baseline` beside `ours`, or a figure `baseline_x`, `x_baseline` or `majority_x`
    beside `x`, goes in the same row; a bare `baseline` belongs to the figure before it.
    """
    ours, base = given.get("ours"), given.get("baseline")
    if isinstance(ours, Mapping) and isinstance(base, Mapping):
        rest = {k: v for k, v in given.items() if k not in {"ours", "baseline"}}
        plain = {f"baseline_{k}": v for k, v in base.items()}
        return [*_scores({**ours, **plain}, before), *_scores(rest, before)]
    found: list[Score] = []
    for key, value in given.items():
        name = f"{before} {key.replace('_', ' ')}".strip()
        if isinstance(value, Mapping):
            found.extend(_scores(value, name))
        elif key == "baseline" and found:
            found[-1] = replace(found[-1], baseline=_float(value))
        elif isinstance(value, int | float) and _bare(key) not in given:
            names = (f"baseline_{key}", f"{key}_baseline", f"majority_{key}")
            beside = next((given[n] for n in names if n in given), None)
            found.append(Score(name, float(value), _float(beside)))
    return found


def _bare(key: str) -> str | None:
    """The figure that a baseline's key belongs to, None if it is no baseline's."""
    for mark in ("baseline_", "majority_"):
        if key.startswith(mark):
            return key.removeprefix(mark)
    return key.removesuffix("_baseline") if key.endswith("_baseline") else None


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def shown(tables: Sequence[Table], falls: Sequence[Fall], options: Options) -> str:
    """Tables and falls as text for a terminal, or as JSON."""
    if options.as_json:
        data: dict[str, Any] = {"tables": [as_dict(t, options.errors) for t in tables]}
        if options.floors is not None:
            data["falls"] = [f.line() for f in falls]
        return json.dumps(data, ensure_ascii=False, indent=2)
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second

    stream = io.StringIO()
    Console(file=stream, width=options.width or 120).print(rendered(tables, options.errors))
    return "\n".join([stream.getvalue().rstrip(), *(f"below its floor: {f.line()}" for f in falls)])
