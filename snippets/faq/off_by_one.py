"""Twelve batches, N = 4: how many does each step follow?"""

N = 4
for name, first in (("(i + 1) % N == 0", 1), ("i % N == 0", 0)):
    sizes, gathered = [], 0
    for i in range(12):
        gathered += 1
        if (i + first) % N == 0:
            sizes.append(gathered)
            gathered = 0
    print(f"{name:17} steps follow {sizes}, left over {gathered}")
