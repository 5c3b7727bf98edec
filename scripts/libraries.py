r"""Record what other libraries do with six batches and a window of four.

They are too heavy to install in every build, so their record is committed: this script makes it,
in an environment of its own, and the pages read the record.

    python3 -m venv ../libraries
    ../libraries/bin/pip install torch==2.13.0 accelerate==1.15.0 lightning==2.6.6 \
        transformers==5.23.0 keras==3.15.1 "jax[cpu]==0.10.2" optax==0.2.8
    ../libraries/bin/python -m scripts.libraries

Every library trains the weight of loss = mean(w · x) with SGD, lr 1, for two epochs of six batches
x = 1 … 6, in this order, and is asked for a step every four batches. The gradient of a batch is x,
whatever w is; so the size of an update is the gradient that its step used.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
import warnings
from pathlib import Path

from scripts.files import RECORDED, digest, versions
from scripts.records import Record, device

TARGET = RECORDED / "libraries" / "windows.json"
LIBRARIES = ("accelerate", "lightning", "transformers", "keras", "jax", "optax")
N, EPOCHS, BATCHES = 4, 2, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


def accelerate(zero_first: bool = False) -> dict:
    """Accelerate: the loop of its usage guide, or of its concept guide (zero_grad() first)."""
    from accelerate import Accelerator

    model, optimizer, loader = _torch_parts()
    accelerator = Accelerator(cpu=True, gradient_accumulation_steps=N)
    note = Note(model, optimizer)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for _ in range(EPOCHS):
        for (x,) in loader:
            with accelerator.accumulate(model):
                if zero_first:
                    optimizer.zero_grad()
                note.batch()
                accelerator.backward(model(x).mean())
                optimizer.step()
                optimizer.zero_grad()
    return note.result()


def lightning() -> dict:
    """Lightning: Trainer(accumulate_grad_batches=4)."""
    import lightning

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    model, optimizer, loader = _torch_parts()
    note = Note(model, optimizer)

    class Module(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.model = model

        def training_step(self, batch, index):
            note.batch()
            return self.model(batch[0]).mean()

        def configure_optimizers(self):
            return optimizer

    lightning.Trainer(
        max_epochs=EPOCHS,
        accumulate_grad_batches=N,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    ).fit(Module(), loader)
    return note.result()


def transformers() -> dict:
    """Transformers: Trainer with gradient_accumulation_steps=4."""
    import torch
    import transformers

    model, optimizer, _ = _torch_parts()
    note = Note(model, optimizer)

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, x, labels=None):
            note.batch()
            return {"loss": self.model(x).mean()}

    class Trainer(transformers.Trainer):
        def _get_train_sampler(self, *_, **__):
            return torch.utils.data.SequentialSampler(self.train_dataset)

    with tempfile.TemporaryDirectory() as folder:
        arguments = transformers.TrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=1,
            gradient_accumulation_steps=N,
            num_train_epochs=EPOCHS,
            max_grad_norm=0.0,
            report_to=[],
            use_cpu=True,
            disable_tqdm=True,
            save_strategy="no",
            logging_strategy="no",
            remove_unused_columns=False,
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0)
        rows = [{"x": torch.tensor([x]), "labels": torch.tensor([0.0])} for x in BATCHES]
        trainer = Trainer(Model(), arguments, train_dataset=rows, optimizers=(optimizer, schedule))
        trainer.remove_callback(transformers.PrinterCallback)
        trainer.train()
    return note.result()


def keras() -> dict:
    """Keras: SGD(gradient_accumulation_steps=4), on its torch backend."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    import numpy

    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((1,)), layer])
    optimizer = keras.optimizers.SGD(1.0, gradient_accumulation_steps=N)
    model.compile(optimizer, loss=lambda target, prediction: keras.ops.mean(prediction))
    weights = []

    class Watch(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            weights.append(float(model.get_weights()[0][0, 0]))

    x = numpy.array(BATCHES, dtype="float32")[:, None]
    model.fit(x, 0 * x, 1, EPOCHS, shuffle=False, verbose=0, callbacks=[Watch()])
    return _from_weights(weights)


def optax() -> dict:
    """optax: MultiSteps(sgd, every_k_schedule=4)."""
    import jax
    import optax

    optimizer = optax.MultiSteps(optax.sgd(1.0), every_k_schedule=N)
    w = jax.numpy.array(0.0)
    state, weights = optimizer.init(w), []
    for x in BATCHES * EPOCHS:
        gradient = jax.grad(lambda w, x: w * x)(w, x)
        updates, state = optimizer.update(gradient, state, w)
        w = optax.apply_updates(w, updates)
        weights.append(float(w))
    return _from_weights(weights)


class Note:
    """Notes how far each step of a torch optimizer moves the weight, and after how many batches."""

    def __init__(self, model, optimizer):
        self.weight, self.before = model.weight, model.weight.item()
        self.steps, self.waiting = [], 0
        optimizer.register_step_post_hook(self._step)

    def batch(self) -> None:
        self.waiting += 1

    def _step(self, *_) -> None:
        after = self.weight.item()
        self.steps.append({"batches": self.waiting, "gradient": self.before - after})
        self.before, self.waiting = after, 0

    def result(self) -> dict:
        return {"steps": self.steps, "left": self.waiting}


def _torch_parts():
    """A model of one weight, its optimizer, and a loader of the six batches in order."""
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    loader = DataLoader(TensorDataset(torch.tensor(BATCHES)[:, None]), batch_size=1)
    return model, torch.optim.SGD(model.parameters(), lr=1.0), loader


def _from_weights(weights: list[float]) -> dict:
    """The steps, read from the weight after each batch: with lr 1 an update is its gradient."""
    steps, waiting = [], 0
    for before, after in zip([0.0, *weights], weights, strict=False):
        waiting += 1
        if after != before:
            steps.append({"batches": waiting, "gradient": before - after})
            waiting = 0
    return {"steps": steps, "left": waiting}


def main() -> None:
    """Run every library and write the record."""
    warnings.filterwarnings("ignore")
    started = time.perf_counter()
    result = {
        "accelerate": accelerate(),
        "accelerate_zero_first": accelerate(zero_first=True),
        "lightning": lightning(),
        "transformers": transformers(),
        "keras": keras(),
        "optax": optax(),
    }
    Record(
        run="libraries/windows",
        result=result,
        sources={"scripts/libraries.py": digest(Path(__file__).read_bytes())},
        versions=versions("torch", *LIBRARIES),
        device=device(),
        seconds=round(time.perf_counter() - started, 3),
    ).save(TARGET)
    for name, row in result.items():
        print(f"{name:24}", [step["gradient"] for step in row["steps"]], "left", row["left"])


if __name__ == "__main__":
    main()
