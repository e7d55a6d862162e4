"""The training loop: seeded, resumable from its checkpoints, the same from the same data."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dateline.errors import TrainingError
from dateline.evaluation.treebank import Sentence
from dateline.training.batches import UNKNOWN, Batch, Encoding, batches, tensors
from dateline.training.network import ReaderNetwork

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
# A checkpoint every so many steps: a minute or so of work.
EVERY = 100
# Weights of the losses beside those of arcs, relations and names.
TAGS, UPOS, STARTS = 0.5, 0.5, 0.3
# What is kept is the running mean of the weights over some hundred steps, which reads a little
# better than the last step's (Polyak averaging).
AVERAGED = 0.995
IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. The learning rates fall linearly after a short rise."""

    seed: int = 0
    epochs: int = 5
    pieces: int = 1536
    encoder_rate: float = 3e-4
    head_rate: float = 2e-3
    decay: float = 0.01
    rise: int = 150
    lowest: float = 0.02
    threads: int = 2
    half: bool = True
    most_steps: int | None = None


@dataclass(frozen=True, slots=True)
class _State:
    """What a checkpoint holds besides the run's settings."""

    network: ReaderNetwork
    average: AveragedModel
    optimizer: torch.optim.Optimizer
    schedule: Any


def train(
    network: ReaderNetwork,
    sentences: Sequence[Sentence],
    encoding: Encoding,
    settings: Settings,
    checkpoint: Path,
    progress: Progress | None = None,
) -> None:
    """Train in place; goes on from `checkpoint` if it is of the same settings and data size.

    Raises:
        TrainingError: the checkpoint is of another run.
    """
    torch.set_num_threads(settings.threads)
    random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    network.encoder.words.weight.requires_grad_(requires_grad=False)
    epochs = [_epoch(sentences, encoding, settings, 0)]
    total = settings.most_steps or len(epochs[0]) * settings.epochs
    optimizer = _optimizer(network, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda s: min(1.0, (s + 1) / settings.rise) * max(settings.lowest, 1 - s / total),
    )
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    state = _State(network, average, optimizer, schedule)
    step = _resume(state, checkpoint, (settings, len(sentences)))
    began, first = time.monotonic(), step
    network.train()
    done, epoch = 0, 0
    losses: list[float] = []
    while step < total:
        # Each epoch is drawn anew from the seed, so a resumed run meets the batches it would have.
        found = (
            epochs.pop() if epochs and epoch == 0 else _epoch(sentences, encoding, settings, epoch)
        )
        for examples in found:
            if step >= total:
                break
            done += 1
            if done <= step:
                continue
            loss = _loss(network, tensors(examples), half=settings.half)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            step += 1
            losses.append(float(loss.detach()))
            if step % EVERY == 0 or step == total:
                mean = sum(losses[-EVERY:]) / len(losses[-EVERY:])
                pace = (time.monotonic() - began) / max(1, step - first)
                note = f"loss {mean:.3f}, {pace:.2f} s a step"
                log.info("step %d of %d: %s", step, total, note)
                _save(state, checkpoint, (settings, len(sentences), step))
            if progress:
                progress(step, total, f"loss {losses[-1]:.2f}")
        epoch += 1
    network.load_state_dict(average.module.state_dict())
    network.eval()


def _epoch(
    sentences: Sequence[Sentence], encoding: Encoding, settings: Settings, epoch: int
) -> list[Any]:
    rng = random.Random(f"{settings.seed}-{epoch}")  # noqa: S311 - to be repeatable, not secret
    return batches(sentences, encoding, settings.pieces, rng)


def _optimizer(network: ReaderNetwork, settings: Settings) -> torch.optim.AdamW:
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {
                "params": [p for n, p in named if not n.startswith("encoder.")],
                "lr": settings.head_rate,
            },
            {
                "params": [p for n, p in named if n.startswith("encoder.")],
                "lr": settings.encoder_rate,
            },
        ],
        weight_decay=settings.decay,
    )


def _loss(network: ReaderNetwork, batch: Batch, *, half: bool) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        scores = network(batch.pieces, batch.cases, batch.mask, batch.first)
        where = batch.heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, scores.governor.shape[-1])
        labels = network.label(scores.dependent, torch.gather(scores.governor, 1, where))
    arcs = scores.arcs.float().masked_fill(~batch.allowed, IMPOSSIBLE)
    known = batch.starts != UNKNOWN
    starts = F.binary_cross_entropy_with_logits(
        scores.starts.float(), batch.starts.clamp(min=0).float(), reduction="none"
    )
    return (
        _cross(arcs, batch.heads)
        + _cross(labels, batch.relations)
        + _cross(scores.names, batch.names)
        + TAGS * _cross(scores.tags, batch.tags)
        + UPOS * _cross(scores.upos, batch.upos)
        + STARTS * (starts * known).sum() / known.sum().clamp(min=1)
    )


def _cross(scores: Tensor, targets: Tensor) -> Tensor:
    flat = scores.float().reshape(-1, scores.shape[-1])
    total = F.cross_entropy(flat, targets.reshape(-1), ignore_index=UNKNOWN, reduction="sum")
    return total / (targets != UNKNOWN).sum().clamp(min=1)


def _save(held: _State, path: Path, run: tuple[Settings, int, int]) -> None:
    settings, size, step = run
    state = {
        "network": held.network.state_dict(),
        "average": held.average.state_dict(),
        "optimizer": held.optimizer.state_dict(),
        "schedule": held.schedule.state_dict(),
        "random": torch.get_rng_state(),
        "settings": asdict(settings),
        "size": size,
        "step": step,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    torch.save(state, beside)
    os.replace(beside, path)  # noqa: PTH105 - a checkpoint is there whole or not at all


def _resume(held: _State, path: Path, run: tuple[Settings, int]) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    settings, size = run
    if state["settings"] != asdict(settings) or state["size"] != size:
        msg = f"{path} is the checkpoint of a run with other settings or data; delete it or use it"
        raise TrainingError(msg)
    held.network.load_state_dict(state["network"])
    held.average.load_state_dict(state["average"])
    held.optimizer.load_state_dict(state["optimizer"])
    held.schedule.load_state_dict(state["schedule"])
    torch.set_rng_state(state["random"])
    step: int = state["step"]
    log.info("going on from step %d in %s", step, path)
    return step


def averaged_weights(checkpoint: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The mean weights that a finished run left in its checkpoint, and its settings."""
    state = torch.load(checkpoint, weights_only=True)
    prefix = "module."
    weights = {
        k.removeprefix(prefix): v for k, v in state["average"].items() if k.startswith(prefix)
    }
    return weights, state["settings"]
