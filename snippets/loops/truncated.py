"""Echo the input of five time steps ago, with chunks of five and of six."""

# region setup
import torch
from torch.nn.functional import mse_loss

LAG = 5  # time steps between an input and its echo


def train(chunk: int, seed: int = 0, steps: int = 200) -> list[float]:
    """Return the loss of every chunk; one optimizer step for each."""
    torch.manual_seed(seed)
    x = torch.randint(2, (chunk * steps, 32, 1)) * 2.0 - 1.0
    y = x.roll(LAG, 0)
    rnn, head = torch.nn.RNN(1, 16), torch.nn.Linear(16, 1)
    model = torch.nn.ModuleList([rnn, head])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    hidden, losses = torch.zeros(1, 32, 16), []
    # endregion
    # region loop
    for inputs, echo in zip(x.split(chunk), y.split(chunk), strict=True):
        optimizer.zero_grad()
        output, hidden = rnn(inputs, hidden.detach())
        loss = mse_loss(head(output), echo)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    # endregion
    return losses


print("chunk   loss at first   at last")
for chunk in (5, 6):
    losses = train(chunk)
    print(f"{chunk:5}{losses[0]:16.1f}{losses[-1]:10.1f}")
