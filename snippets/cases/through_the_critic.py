"""DDPG in one dimension: the actor's loss goes through the critic."""

import torch


def train(order, seed=0, optimizer=torch.optim.Adam):
    """Return the action and what the critic promises for it."""
    torch.manual_seed(seed)
    hidden, top = torch.nn.Linear(1, 32), torch.nn.Linear(32, 1)
    critic = torch.nn.Sequential(hidden, torch.nn.Tanh(), top)
    action = torch.zeros(1, 1, requires_grad=True)  # the actor
    c_optimizer = optimizer(critic.parameters(), lr=0.03)
    a_optimizer = optimizer([action], lr=0.03)
    for _ in range(300):
        tried = 4 * torch.rand(64, 1) - 2
        reward = -(tried - 1).square()  # 0 at best, for action 1
        c_optimizer.zero_grad()
        a_optimizer.zero_grad()
        (critic(tried) - reward).square().mean().backward()
        if order == "a turn for each":
            c_optimizer.step()
        own = [action] if order == "inputs=[action]" else None
        (-critic(action)).mean().backward(inputs=own)
        if order != "a turn for each":
            c_optimizer.step()
        a_optimizer.step()
    return action.item(), critic(action).item()


ORDERS = "all backward(), all steps", "a turn for each", "inputs=[action]"
print("                           action  the critic promises")
for order in ORDERS:
    action, promise = train(order)
    print(f"{order:25} {action:7.1f}  {promise:19.1f}")
