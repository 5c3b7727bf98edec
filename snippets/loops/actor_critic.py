"""An actor's loss that reaches the critic: the critic learns too much."""

import torch

pay = torch.tensor([0.2, 0.4, 0.6, 0.8])  # mean reward of four actions


def train(detach: bool, seed: int = 0, iterations: int = 200):
    """Return (mean reward, the critic's estimate of it), by iteration."""
    torch.manual_seed(seed)
    logits = torch.zeros(4, requires_grad=True)  # the actor
    value = torch.zeros(1, requires_grad=True)  # the critic
    actor = torch.optim.SGD([logits], lr=0.1)
    critic = torch.optim.SGD([value], lr=0.1)
    history = []
    for _ in range(iterations):
        actor.zero_grad()
        critic.zero_grad()
        policy = torch.distributions.Categorical(logits=logits)
        action = policy.sample((64,))
        reward = pay[action] + 0.1 * torch.randn(64)
        baseline = value.detach() if detach else value
        advantage = reward - baseline
        (-policy.log_prob(action) * advantage).mean().backward()
        (reward - value).pow(2).mean().backward()
        actor.step()
        critic.step()
        history.append(((policy.probs @ pay).item(), value.item()))
    return history


detached, leaking = train(detach=True), train(detach=False)
print("               detach()               without")
print("iteration  reward  critic says   reward  critic says")
for i in (50, 100, 200):
    a, b = detached[i - 1], leaking[i - 1]
    print(f"{i:9}{a[0]:8.1f}{a[1]:13.1f}{b[0]:9.1f}{b[1]:13.1f}")
