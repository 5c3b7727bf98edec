"""SGD(fused=True) on half-precision weights on the CPU: no step."""

import torch


def moved(optimizer, dtype, size, fused):
    """Return how many of `size` weights one step moves."""
    w = torch.ones(size, dtype=dtype, requires_grad=True)
    made = optimizer([w], lr=0.5, fused=fused)
    w.sum().backward()
    made.step()
    return (w != 1).sum().item()


half = torch.bfloat16, torch.float16
print("                   moved of 64   moved of 64   moved of 3")
print("                   weights       fused=True    fused=True")
for optimizer, dtype in (
    *((torch.optim.SGD, dtype) for dtype in (torch.float32, *half)),
    *((torch.optim.Adam, dtype) for dtype in half),
    *((torch.optim.Adagrad, dtype) for dtype in half),
):
    plain = moved(optimizer, dtype, 64, fused=False)
    fused = moved(optimizer, dtype, 64, fused=True)
    few = moved(optimizer, dtype, 3, fused=True)
    name = f"{optimizer.__name__} {str(dtype)[6:]}"
    print(f"{name:18} {plain:11} {fused:13} {few:12}")
