"""Bytes that a training loop holds, by the place of zero_grad()."""

import json
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch.profiler import ProfilerActivity, profile


def train(x, place: str, set_to_none: bool, make=torch.optim.SGD):
    """Return a network of four layers after three iterations."""
    model = torch.nn.Sequential()
    for _ in range(4):
        model.extend([torch.nn.Linear(512, 512), torch.nn.ReLU()])
    optimizer = make(model.parameters(), lr=0.01)
    for _ in range(3):
        if place == "at the top":
            optimizer.zero_grad(set_to_none)
        loss = model(x).square().mean()
        if place == "before backward":
            optimizer.zero_grad(set_to_none)
        loss.backward()
        optimizer.step()
        if place == "after step":
            optimizer.zero_grad(set_to_none)
    return model


def watch(place, set_to_none: bool, batch=512, make=torch.optim.SGD):
    """Return the profiler's events, and the bytes of the weights."""
    torch.manual_seed(0)
    x = torch.randn(batch, 512)
    cpu = [ProfilerActivity.CPU]
    with profile(activities=cpu, profile_memory=True) as run:
        model = train(x, place, set_to_none, make)
    with TemporaryDirectory() as folder:
        file = Path(folder, "trace.json")
        run.export_chrome_trace(str(file))
        events = json.loads(file.read_text())["traceEvents"]
    return events, sum(w.nbytes for w in model.parameters())


def held(events) -> list[int]:
    """Return the bytes alive after every allocation and every release."""
    memory = [event for event in events if event["name"] == "[memory]"]
    memory.sort(key=lambda event: event["ts"])
    return list(accumulate(event["args"]["Bytes"] for event in memory))


print("in units of the weights' own bytes     peak   between iterations")
for place in ("at the top", "before backward", "after step"):
    for set_to_none in (True, False):
        events, unit = watch(place, set_to_none)
        alive = held(events)
        name = f"{place}, {'None' if set_to_none else 'zeros'}"
        print(f"{name:36}{max(alive) / unit:7.2f}{alive[-1] / unit:10.2f}")
