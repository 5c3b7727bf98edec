"""Raises RuntimeError: the step changed what an older graph needs."""

# region setup
import torch

torch.manual_seed(0)
z, real = torch.randn(8, 2), torch.randn(8, 2)
generator = torch.nn.Linear(2, 2)
discriminator = torch.nn.Linear(2, 1)
g_optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
d_optimizer = torch.optim.SGD(discriminator.parameters(), lr=0.1)
# endregion

# region turns
score_of_fakes = discriminator(generator(z))  # once, for both turns

d_optimizer.zero_grad()
d_loss = score_of_fakes.mean() - discriminator(real).mean()
d_loss.backward(retain_graph=True)
d_optimizer.step()

g_optimizer.zero_grad()
(-score_of_fakes.mean()).backward()
g_optimizer.step()
# endregion
