"""From a trained network to the files that `reading.network_parser` loads, and their card."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dateline.training.batches import Labels
from dateline.training.corpora import digest
from dateline.training.network import ReaderNetwork

OPSET = 17
OUTPUTS = ("upos", "tags", "names", "starts", "arcs", "dependent", "governor")


class _Frozen(nn.Module):
    """The network as it is exported: tags chosen, everything else scored."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, pieces: Tensor, cases: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, ...]:
        scores = self.network(pieces, cases, mask, first)
        chosen = (scores.upos.argmax(-1), scores.tags.argmax(-1))
        return (*chosen, *scores[2:])


def export(network: ReaderNetwork, labels: Labels, vocabulary: Path, out: Path) -> None:
    """Write `reader.onnx` (int8), `relations.npz`, `labels.json` and `vocabulary.txt` to `out`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - extra

    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _write(network, full)
        quantize_dynamic(
            full,
            out / "reader.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
    weights = network.relations.weight.detach().numpy().T.astype(np.float32)
    bias = network.relations.bias.detach().numpy().astype(np.float32)
    np.savez(out / "relations.npz", weights=np.ascontiguousarray(weights), bias=bias)
    listed = {
        "upos": labels.upos, "tags": labels.tags, "relations": labels.relations,
        "names": labels.names,
    }  # fmt: skip
    (out / "labels.json").write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
    shutil.copyfile(vocabulary, out / "vocabulary.txt")


def _write(network: ReaderNetwork, path: Path) -> None:
    pieces = torch.ones(2, 16, dtype=torch.long)
    first = torch.arange(1, 9).repeat(2, 1)
    axes = {name: {0: "batch", 1: "pieces"} for name in ("pieces", "cases", "mask")}
    axes |= {name: {0: "batch", 1: "words"} for name in ("first", *OUTPUTS)}
    axes["arcs"] = {0: "batch", 1: "words", 2: "heads"}
    axes["governor"] = {0: "batch", 1: "heads"}
    with warnings.catch_warnings():
        # PyTorch would rather have its new exporter used, which needs one package more.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            _Frozen(network),
            (pieces, pieces * 0, pieces, first),
            str(path),
            input_names=["pieces", "cases", "mask", "first"],
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def write_card(out: Path, card: Mapping[str, Any]) -> None:
    """Write `card.toml`: what the network was trained on and reaches, and the files' hashes."""
    tables = {key: value for key, value in card.items() if isinstance(value, dict)}
    lines = [f"{key} = {_toml(value)}" for key, value in card.items() if key not in tables]
    tables["files"] = {p.name: digest(p) for p in sorted(out.iterdir()) if p.suffix != ".toml"}
    for name, table in tables.items():
        lines += ["", f"[{name}]"]
        lines += [f"{json.dumps(key)} = {_toml(value)}" for key, value in table.items()]
    (out / "card.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _toml(value: Any) -> str:  # noqa: ANN401 - text, number, truth or list of them
    # JSON's texts, numbers and lists are TOML's; of nothing TOML has no word.
    return json.dumps("none" if value is None else value, ensure_ascii=False)
