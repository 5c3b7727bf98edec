"""Four places between one step() and the next backward()."""

# region setup
import torch

PLACES = ("at the top", "after forward", "before backward", "after step")


def train(place: str, iterations: int = 50):
    """Return the weights at the end, and what the last .grad holds then."""
    torch.manual_seed(0)
    x = torch.randn(64, 4)
    y = x.sin().sum(1, keepdim=True)
    hidden, output = torch.nn.Linear(4, 16), torch.nn.Linear(16, 1)
    model = torch.nn.Sequential(hidden, torch.nn.Tanh(), output)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loss_function = torch.nn.MSELoss()
    # endregion
    # region loop
    for _ in range(iterations):
        if place == "at the top":
            optimizer.zero_grad()
        prediction = model(x)
        if place == "after forward":
            optimizer.zero_grad()
        loss = loss_function(prediction, y)
        if place == "before backward":
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if place == "after step":
            optimizer.zero_grad()
    # endregion
    weights = torch.nn.utils.parameters_to_vector(model.parameters())
    return weights, hidden.weight.grad


weights = {place: train(place)[0] for place in PLACES}
left = {place: train(place)[1] for place in PLACES}

print(f"{'zero_grad()':24}same weights   .grad after the iteration")
for place in PLACES:
    same = torch.equal(weights[place], weights["at the top"])
    holds = "None" if left[place] is None else "the gradient just used"
    print(f"{place:24}{same!s:15}{holds}")
