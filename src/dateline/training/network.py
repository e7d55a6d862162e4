"""The reader network: a MiniLM encoder with small heads for tags, tree, names, sentence starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor, nn

from dateline.reading.wordpieces import CASES


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network; those of the encoder are MiniLM-L6's."""

    upos: int
    tags: int
    relations: int
    names: int
    vocabulary: int = 30_522
    positions: int = 512
    width: int = 384
    layers: int = 6
    attention_heads: int = 12
    inner: int = 1536
    arc: int = 256
    label: int = 192

    def as_dict(self) -> dict[str, int]:
        """The sizes by name, for a checkpoint or a card."""
        return asdict(self)


class Scores(NamedTuple):
    """What the network says of each word.

    `arcs[b, i, j]` scores word j-1 (0: the root) as head of word i; `dependent` and `governor` are
    what a word brings to the label of an arc, from below and from above.
    """

    upos: Tensor
    tags: Tensor
    names: Tensor
    starts: Tensor
    arcs: Tensor
    dependent: Tensor
    governor: Tensor


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as BERT is."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.attention_heads
        self.joint = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.wide = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.narrow_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, barred: Tensor) -> Tensor:
        """One pass; `barred` is added to the attention scores (a large negative at padding)."""
        batch, length, width = x.shape
        joint = self.joint(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = joint.permute(2, 0, 3, 1, 4).unbind(0)
        weights = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + barred
        mixed = weights.softmax(-1) @ value
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        x = self.out_norm(x + self.dropout(mixed))
        return self.narrow_norm(x + self.dropout(self.narrow(F.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """MiniLM with the spelling of words in the place of BERT's sentence A and B."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.cases = nn.Embedding(CASES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))

    def forward(self, pieces: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """A vector a piece."""
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(place) + self.cases(cases)
        x = self.dropout(self.norm(x))
        barred = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, barred)
        return x


class ReaderNetwork(nn.Module):
    """The encoder and its heads."""

    def __init__(self, shape: Shape, dropout: float = 0.1, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.encoder = Encoder(shape, dropout)
        self.dropout = nn.Dropout(head_dropout)
        self.root = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.upos = nn.Linear(width, shape.upos)
        self.tags = nn.Linear(width, shape.tags)
        self.names = nn.Linear(width, shape.names)
        self.starts = nn.Linear(width, 1)
        self.arc_dependent = nn.Linear(width, shape.arc)
        self.arc_head = nn.Linear(width, shape.arc)
        self.arc = nn.Parameter(torch.randn(shape.arc + 1, shape.arc) * 0.01)
        self.label_dependent = nn.Linear(width, shape.label)
        self.label_head = nn.Linear(width, shape.label)
        self.relations = nn.Linear(2 * shape.label, shape.relations)

    def forward(self, pieces: Tensor, cases: Tensor, mask: Tensor, first: Tensor) -> Scores:
        """Scores for words, each read off its first piece (`first`: where that stands)."""
        encoded = self.encoder(pieces, cases, mask)
        where = first.unsqueeze(-1).expand(-1, -1, encoded.shape[-1])
        words = self.dropout(torch.gather(encoded, 1, where))
        root = self.root.expand(words.shape[0], -1, -1).to(words.dtype)
        heads = torch.cat([root, words], 1)
        dependent = self.dropout(F.relu(self.arc_dependent(words)))
        governor = self.dropout(F.relu(self.arc_head(heads)))
        one = torch.ones_like(dependent[..., :1])
        arcs = torch.cat([dependent, one], -1) @ self.arc @ governor.transpose(1, 2)
        return Scores(
            upos=self.upos(words),
            tags=self.tags(words),
            names=self.names(words),
            starts=self.starts(words).squeeze(-1),
            arcs=arcs,
            dependent=self.label_dependent(words),
            governor=self.label_head(heads),
        )

    def label(self, dependent: Tensor, governor: Tensor) -> Tensor:
        """Scores of the relations between words and the heads chosen for them."""
        joint = torch.cat([F.relu(dependent + governor), dependent * governor], -1)
        return self.relations(self.dropout(joint))

    def take_encoder(self, weights: Mapping[str, Any]) -> None:
        """Copy the encoder from the weights of a BERT-shaped model, by its names."""
        own = self.encoder
        with torch.no_grad():
            own.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
            own.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
            # Every spelling starts as sentence A; noise lets the classes part.
            kind = weights["embeddings.token_type_embeddings.weight"][:1]
            own.cases.weight.copy_(kind + 0.02 * torch.randn(CASES, kind.shape[1]))
            _copy(own.norm, weights, "embeddings.LayerNorm")
            for k, layer in enumerate(own.layers):
                at = f"encoder.layer.{k}."
                parts = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
                layer.joint.weight.copy_(torch.cat([weights[f"{p}.weight"] for p in parts]))
                layer.joint.bias.copy_(torch.cat([weights[f"{p}.bias"] for p in parts]))
                _copy(layer.out, weights, f"{at}attention.output.dense")
                _copy(layer.out_norm, weights, f"{at}attention.output.LayerNorm")
                _copy(layer.wide, weights, f"{at}intermediate.dense")
                _copy(layer.narrow, weights, f"{at}output.dense")
                _copy(layer.narrow_norm, weights, f"{at}output.LayerNorm")


def _copy(module: Any, weights: Mapping[str, Any], name: str) -> None:  # noqa: ANN401
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])
