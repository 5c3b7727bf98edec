"""What a checkpoint has to hold: leave one part out and compare."""

import io

import torch
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X = torch.randn(96, 4)
y = X.sin().sum(1, keepdim=True)
PARTS = ("model", "optimizer", "scheduler", "shuffling", "dropout")


def begin(seed: int):
    """Return a new run: model, optimizer, scheduler, and what shuffles."""
    torch.manual_seed(seed)
    hidden, output = torch.nn.Linear(4, 16), torch.nn.Linear(16, 1)
    model = torch.nn.Sequential(hidden, torch.nn.Dropout(0.2), output)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)
    return model, optimizer, scheduler, torch.Generator().manual_seed(seed)


def train(run, epochs: int):
    """Train for this many epochs more."""
    model, optimizer, scheduler, shuffle = run
    data = TensorDataset(X, y)
    batches = DataLoader(data, 16, shuffle=True, generator=shuffle)
    for _ in range(epochs):
        for features, target in batches:
            optimizer.zero_grad()
            mse_loss(model(features), target).backward()
            optimizer.step()
        scheduler.step()
    return torch.nn.utils.parameters_to_vector(model.parameters())


def save(run, file):
    """Write the state of every part between two epochs."""
    shuffle = run[-1]
    states = [part.state_dict() for part in run[:3]]
    states += [shuffle.get_state(), torch.get_rng_state()]
    torch.save(dict(zip(PARTS, states, strict=True)), file)


def load(run, file, left_out: str):
    """Restore every part but one."""
    shuffle = run[-1]
    restore = [part.load_state_dict for part in run[:3]]
    restore += [shuffle.set_state, torch.set_rng_state]
    states = torch.load(file)
    for part, set_state in zip(PARTS, restore, strict=True):
        if part != left_out:
            set_state(states[part])


def resumed(left_out: str) -> torch.Tensor:
    """Return the weights of two epochs, a stop, and two epochs more."""
    first, file = begin(seed=0), io.BytesIO()
    train(first, epochs=2)
    save(first, file)
    file.seek(0)
    second = begin(seed=1)  # as a new process would, with other numbers
    load(second, file, left_out)
    return train(second, epochs=2)


straight = train(begin(seed=0), epochs=4)

print("left out of the checkpoint   same weights as without a stop")
for part in ("nothing", *PARTS):
    print(f"{part:29}{torch.equal(resumed(part), straight)}")
