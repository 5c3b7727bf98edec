"""Training loops made at random: five lines in any order, nested, conditional, doubled."""

import random

CONDITIONS = (
    "if flag:",
    "if not flag:",
    "if skip[i]:",
    "if i % 2 == 0:",
    "if (i + 1) % 4 == 0:",
    "if (i + 1) % accum_steps == 0:",
    "if (i + 1) % 3 == 0 or i + 1 == len(loader):",
    "if i > 1:",
    "if i % accum_steps:",
    "if flag and i % 2 == 1:",
    "if flag or i > 1:",
    "if not (flag or i == 0):",
    "if not skip[i]:",
    "if i != 1 and not skip[i]:",
)


def five(rng, network, optimizer, source="x"):
    """The five lines for one network and one optimizer, shuffled."""
    divided = rng.choice(("", "", " / 4", " / accum_steps", " * 0.5"))
    loss = rng.choice((f"loss_{network}", f"loss_{network}", "loss"))
    lines = [
        f"{rng.choice((optimizer, optimizer, network))}.zero_grad()",
        f"out_{network} = {network}({source})",
        f"{loss} = out_{network}.mean(){divided}",
        f"{loss}.backward({rng.choice(('', '', 'retain_graph=True'))})",
        f"{optimizer}.step()",
    ]
    rng.shuffle(lines)
    return lines


def program(seed):
    """The source of a random program."""
    rng = random.Random(seed)
    lines = ["net = Probe()", "opt = SGD(net.parameters(), lr=0.0)"]
    body = five(rng, "net", "opt")
    if rng.random() < 0.35:
        lines += ["other = Probe()", "opt_other = SGD(other.parameters(), lr=0.0)"]
        source = rng.choice(("x", "out_net", "out_net.detach()"))
        second = five(rng, "other", "opt_other", source)
        body = merge(rng, body, second) if rng.random() < 0.5 else body + second
        lines += ["out_other = other(batch)", "loss_other = out_other.mean()"]
    if rng.random() < 0.8:
        lines += ["out_net = net(batch)", "loss_net = out_net.mean()", "loss = loss_net"]
    if rng.random() < 0.2:
        lines.append("accum_steps = 3")
    lines += extra(rng, 0.3, "")
    inner = []
    position = 0
    while position < len(body):
        count = rng.choice((1, 1, 2))
        chunk, position = body[position : position + count], position + count
        chance = rng.random()
        if chance < 0.25:
            inner.append(rng.choice(CONDITIONS))
            inner += ["    " + one for one in chunk]
            if rng.random() < 0.3:
                inner += ["else:", "    " + rng.choice(("opt.zero_grad()", "pass", "opt.step()"))]
        elif chance < 0.3:
            inner += ["for k in range(2):"] + ["    " + one for one in chunk]
        elif chance < 0.34:
            inner += [rng.choice(CONDITIONS), f"    {rng.choice(('continue', 'break'))}"] + chunk
        elif chance < 0.37:
            inner += ["with torch.no_grad():"] + ["    " + one for one in chunk]
        else:
            inner += chunk
    loop = ["for i, x in enumerate(loader):"] + ["    " + one for one in inner]
    if rng.random() < 0.6:
        around = extra(rng, 0.3, "") + loop + extra(rng, 0.2, "")
        loop = ["for epoch in range(2):"] + ["    " + one for one in around]
    loop += extra(rng, 0.2, "")
    if rng.random() < 0.2:  # in a function, which gets what it needs
        given = sorted(
            {"net", "opt", *(("other", "opt_other") if "other = Probe()" in lines else ())}
        )
        made = lines[lines.index("other = Probe()") + 2 if "other = Probe()" in lines else 2 :]
        head = [one for one in lines if one not in made]
        body = ["    " + one for one in made + loop]
        call = f"train({', '.join(given)})"
        return "\n".join([f"def {call}:", *body, *head, call]) + "\n"
    return "\n".join(lines + loop) + "\n"


def extra(rng, chance, indent):
    """Sometimes one more call, outside the loop over batches."""
    calls = ("opt.zero_grad()", "net.zero_grad()", "opt.step()")
    return [indent + rng.choice(calls)] if rng.random() < chance else []


def merge(rng, one, other):
    """Two lists interleaved; the order within each stays."""
    one, other, merged = list(one), list(other), []
    while one or other:
        source = one if one and (not other or rng.random() < 0.5) else other
        merged.append(source.pop(0))
    return merged
