"""A whole training script: train, validate, save, resume."""

# region settings
from pathlib import Path

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset, random_split

seed, epochs, batch_size, lr = 0, 6, 32, 0.05
checkpoint = Path("digits-checkpoint.pt")
device = "cuda" if torch.cuda.is_available() else "cpu"
# endregion


# region data
def data():
    """Return batches of 8 x 8 images to train on, and to validate."""
    digits = load_digits()
    images = torch.tensor(digits.data, dtype=torch.float32) / 16
    samples = TensorDataset(images, torch.tensor(digits.target))
    split = torch.Generator().manual_seed(0)  # the same split in every run
    training, validation = random_split(samples, [0.8, 0.2], split)
    return (
        DataLoader(training, batch_size, shuffle=True),
        DataLoader(validation, batch_size=256),
    )


# endregion


# region model
def network():
    """Return a small classifier, on the device."""
    return torch.nn.Sequential(
        torch.nn.Linear(64, 32),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10),
    ).to(device)


# endregion


# region train
def train(model, optimizer, batches) -> float:
    """Make one step for every batch; return the mean loss."""
    model.train()
    total, samples = 0.0, 0
    for images, labels in batches:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        samples += len(labels)
    return total / samples


# endregion


# region validate
@torch.no_grad()
def validate(model, batches) -> tuple[float, float]:
    """Return loss and accuracy. No backward(), so nothing to clear."""
    model.eval()
    total, right, samples = 0.0, 0, 0
    for images, labels in batches:
        images, labels = images.to(device), labels.to(device)
        scores = model(images)
        total += cross_entropy(scores, labels, reduction="sum").item()
        right += (scores.argmax(1) == labels).sum().item()
        samples += len(labels)
    return total / samples, right / samples


# endregion


# region checkpoint
def settings(parts) -> dict:
    """Return what may not change between a stop and a resumed run."""
    names = "optimizer", "scheduler"  # their states begin as their options
    options = {name: parts[name].state_dict() for name in names}
    return options | {"seed": seed, "batch size": batch_size}


def save(path, parts, **more):
    """Write a checkpoint whole: a stop half way leaves the old one."""
    states = {name: part.state_dict() for name, part in parts.items()}
    partial = path.with_suffix(".partial")
    torch.save(states | more, partial)
    partial.replace(path)


def load(path, parts, begun) -> list:
    """Restore the parts from a checkpoint; return its history."""
    if not path.exists():
        return []
    states = torch.load(path, map_location=device)
    old = states["begun"]
    others = [name for name in begun if begun[name] != old[name]]
    if others:
        raise ValueError(f"{path} began with another {others}; delete it")
    for name, part in parts.items():
        part.load_state_dict(states[name])
    return states["history"]


# endregion


# region fit
def begin() -> dict:
    """Return model, optimizer and scheduler as they begin."""
    torch.manual_seed(seed)
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    return {"model": model, "optimizer": optimizer, "scheduler": scheduler}


def fit(epochs, checkpoint):
    """Train up to this epoch, from where the checkpoint left off."""
    parts = begin()
    begun = settings(parts)
    history = load(checkpoint, parts, begun)
    training, validation = data()
    for epoch in range(len(history) + 1, epochs + 1):
        # Every epoch has its own seed, so a resumed one draws as before.
        torch.manual_seed(1000 * seed + epoch)
        loss = train(parts["model"], parts["optimizer"], training)
        parts["scheduler"].step()
        scores = validate(parts["model"], validation)
        history.append((epoch, loss, *scores))
        save(checkpoint, parts, begun=begun, history=history)
    return parts["model"], history


# endregion

# region run
model, history = fit(epochs, checkpoint)
torch.save(model.state_dict(), "digits.pt")
checkpoint.unlink()  # it ran to its end; the next run starts afresh

print("epoch   training loss   validation loss   accuracy")
for epoch, loss, validation_loss, accuracy in history:
    print(f"{epoch:5}{loss:16.2f}{validation_loss:18.2f}{accuracy:11.2f}")
# endregion
