"""Small models of the kinds that readers have, for tests of the programs that they paste."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint


class GPT(nn.Module):
    """One causal layer; the head is the embedding's own weight; a table of positions."""

    def __init__(self):
        super().__init__()
        self.tokens, self.places = nn.Embedding(11, 8), nn.Embedding(6, 8)
        self.layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
        self.head = nn.Linear(8, 11, bias=False)
        self.head.weight = self.tokens.weight

    def forward(self, tokens):
        h = self.tokens(tokens) + self.places(torch.arange(tokens.shape[1]))
        mask = nn.Transformer.generate_square_subsequent_mask(tokens.shape[1])
        return self.head(self.layer(h, src_mask=mask, is_causal=True))


class LoRA(nn.Module):
    """A frozen layer, a product of two thin ones beside it, and a trained head."""

    def __init__(self):
        super().__init__()
        self.base = nn.Linear(6, 8).requires_grad_(False)
        self.A, self.B = nn.Linear(6, 2, bias=False), nn.Linear(2, 8, bias=False)
        nn.init.zeros_(self.B.weight)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(F.relu(self.base(x) + self.B(self.A(x))))


class Functional(nn.Module):
    """Normalises over the batch and drops, both without a layer of its own."""

    def __init__(self, normalise=False, drop=0.0):
        super().__init__()
        self.first, self.last = nn.Linear(6, 8), nn.Linear(8, 3)
        self.normalise, self.drop = normalise, drop

    def forward(self, x):
        h = self.first(x)
        h = h - h.mean(0) if self.normalise else h
        return self.last(F.dropout(F.relu(h), self.drop, self.training))


class Carried(nn.Module):
    """An LSTM that keeps its state from one batch to the next, detached or not."""

    def __init__(self, detach=True):
        super().__init__()
        self.lstm, self.head = nn.LSTM(6, 8, batch_first=True), nn.Linear(8, 1)
        self.state, self.detach = None, detach

    def forward(self, x):
        out, state = self.lstm(x, self.state)
        self.state = tuple(s.detach() for s in state) if self.detach else state
        return self.head(out)


class Checkpointed(nn.Module):
    """One layer used in two checkpoints, and a head."""

    def __init__(self, reentrant):
        super().__init__()
        self.layer, self.head, self.reentrant = nn.Linear(6, 6), nn.Linear(6, 3), reentrant

    def forward(self, x):
        h = x.detach().requires_grad_()
        for _ in range(2):
            h = torch.tanh(checkpoint(self.layer, h, use_reentrant=self.reentrant))
        return self.head(h)


class Sparse(nn.Module):
    """Sparse gradients, dictionaries in and out, and a layer that nothing uses."""

    def __init__(self):
        super().__init__()
        self.bag, self.head = nn.Embedding(11, 8, sparse=True), nn.Linear(9, 3)
        self.unused = nn.Linear(4, 4)

    def forward(self, ids, age):
        return {"logits": self.head(torch.cat([self.bag(ids).mean(1), age[:, None]], 1))}


class Experts(nn.Module):
    """Each row goes to one of four experts; the loss of the load looks across rows."""

    def __init__(self, balance=0.0):
        super().__init__()
        self.router, self.balance = nn.Linear(6, 4), balance
        self.experts = nn.ModuleList(nn.Linear(6, 3) for _ in range(4))

    def forward(self, x):
        share = self.router(x).softmax(1)
        chosen = share.argmax(1)
        out = x.new_zeros(len(x), 3)
        for i, expert in enumerate(self.experts):
            if (rows := chosen == i).any():
                out[rows] = expert(x[rows]) * share[rows, i : i + 1]
        self.load = share.mean(0).square().sum()
        return out


class Packed(nn.Module):
    """A GRU that wants time first, in packed sequences of several lengths."""

    def __init__(self):
        super().__init__()
        self.gru, self.head = nn.GRU(6, 8), nn.Linear(8, 3)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x.transpose(0, 1), lengths, enforce_sorted=False)
        return self.head(self.gru(packed)[1][0])


def cnn(norm=nn.BatchNorm2d):
    layers = nn.Conv2d(2, 4, 3), norm(4), nn.ReLU(), nn.Flatten(), nn.Linear(64, 3)
    return nn.Sequential(*layers)


def labelled(*shape):
    return lambda rows: (torch.randn(rows, *shape), torch.randint(3, (rows,)))


def bfloat16(rows):
    x, labels = labelled(6)(rows)
    return x.bfloat16(), labels


def classify(model, batch):
    return F.cross_entropy(model(batch[0]), batch[1])


@dataclass
class Kind:
    """Of a kind of model: how to make it and a batch of some rows, and its mean loss."""

    make: Callable[[], nn.Module]
    batch: Callable[[int], object] = labelled(6)
    loss: Callable = classify
    optimizer: type = torch.optim.SGD
    differs: str = ""  # what_breaks of micro-batches, if not "equal"
    in_eval: str = ""


def next_token(model, tokens):
    return F.cross_entropy(model(tokens)[:, :-1].flatten(0, 1), tokens[:, 1:].flatten())


def sequence(model, batch):
    return F.mse_loss(model(batch), batch[..., :1])


def steps(rows):
    return torch.randn(rows, 5, 6)


def reset(model, batch):
    model.state = None
    return sequence(model, batch)


def from_dict(model, batch):
    return F.cross_entropy(model(batch["ids"], age=batch["age"])["logits"], batch["labels"])


def weighted(model, batch):
    """A mean with class weights of a dtype of its own, divided by their sum, then made small."""
    weights = torch.tensor([1.0, 5.0, 0.2], dtype=torch.float32)
    return F.cross_entropy(model(batch[0]).float(), batch[1], weights) * 1e-8


def rows_of(rows):
    return {
        "ids": torch.randint(11, (rows, 4)),
        "age": torch.rand(rows),
        "labels": torch.randint(3, (rows,)),
    }


def balanced(model, batch):
    return classify(model, batch) + model.load


class Sequences(NamedTuple):
    x: torch.Tensor
    lengths: torch.Tensor
    labels: torch.Tensor


def sequences(rows):
    lengths = torch.randint(1, 6, (rows,))
    return Sequences(torch.randn(rows, 5, 6), lengths, torch.randint(3, (rows,)))


def of_sequences(model, batch):
    return F.cross_entropy(model(batch.x, batch.lengths), batch.labels)


def plain():
    return nn.Sequential(nn.Linear(6, 8), nn.LayerNorm(8), nn.Linear(8, 3))


def spectral(norm):
    return lambda: nn.Sequential(norm(nn.Linear(6, 8)), nn.ReLU(), nn.Linear(8, 3))


MIXED = "first, Linear to last, Linear"
ZOO = {
    "plain": Kind(plain),
    "GPT": Kind(GPT, lambda rows: torch.randint(11, (rows, 6)), next_token, torch.optim.AdamW),
    "LoRA": Kind(LoRA),
    "CNN": Kind(cnn, labelled(2, 6, 6), differs="1, BatchNorm2d"),
    "GroupNorm": Kind(lambda: cnn(lambda c: nn.GroupNorm(2, c)), labelled(2, 6, 6)),
    "normalised": Kind(lambda: Functional(normalise=True), differs=MIXED, in_eval=MIXED),
    "dropped": Kind(lambda: Functional(drop=0.5), differs=f"random: {MIXED}"),
    "class weights": Kind(plain, loss=weighted, differs="the loss", in_eval="the loss"),
    "LSTM": Kind(Carried, steps, sequence, differs="cannot tell", in_eval="cannot tell"),
    "LSTM, reset": Kind(Carried, steps, reset),
    "reentrant": Kind(lambda: Checkpointed(reentrant=True)),
    "not reentrant": Kind(lambda: Checkpointed(reentrant=False)),
    "sparse": Kind(Sparse, rows_of, from_dict),
    "spectral": Kind(spectral(nn.utils.spectral_norm), differs="0, Linear"),
    "experts": Kind(Experts),
    "balanced": Kind(Experts, loss=balanced, differs="the loss", in_eval="the loss"),
    "packed": Kind(Packed, sequences, of_sequences),
    "bfloat16": Kind(lambda: plain().bfloat16(), bfloat16),
    "parametrized": Kind(spectral(nn.utils.parametrizations.spectral_norm)),
}
