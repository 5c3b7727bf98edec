"""The doctor examines a loop that clears once per epoch."""

from loop_doctor import examine
from loop_doctor.differences import differences
from loop_doctor.report import as_text

LOOP = """\
for epoch in range(10):
    optimizer.zero_grad()
    for x, y in loader:
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
"""

answer = examine(LOOP)
repair = differences(LOOP, answer)
print(as_text("train.py", answer, changes=repair))
