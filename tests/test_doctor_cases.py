"""The public reports behind the cases, wrong and right: what the doctor says of each, and where."""

import pytest

from loop_doctor import examine

NET = "net = torch.nn.Linear(2, 1)\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\n"
TWO = (
    NET + "actor = torch.nn.Linear(2, 2)\nopt_actor = torch.optim.SGD(actor.parameters(), lr=0.1)\n"
)
HALF = "scaler = torch.amp.GradScaler()\n"
FOUR = "for i, x in enumerate(loader):\n    (net(x).mean() / 4).backward()\n"
LAST = "    if (i + 1) % 4 == 0 or i + 1 == len(loader):\n"
STEP = "        opt.step()\n        opt.zero_grad()\n"
PARTS = "for window in windows:\n    for x in range(4):\n        {}.backward()\n{}    opt.step()\n"
PARTS += "    opt.zero_grad()\n"
GRADS = "        for p in net.parameters():\n            p.grad /= 4\n"
LATER = "    for p in net.parameters():\n        p.grad /= 4\n"
TOKENS = "for window in windows:\n    tokens = sum(map(len, {}))\n    for x in window:\n"
TOKENS += "        (net(x).sum() / {}).backward()\n    opt.step()\n    opt.zero_grad()\n"
PLAIN = "for x in loader:\n    opt.zero_grad()\n    {}\n    opt.step()\n"
OWN = "class Mine(torch.optim.Optimizer):\n    @torch.no_grad()\n    def step(self, closure):\n"
OWN += "        {}\n"
OWN += "net = torch.nn.Linear(2, 1)\nopt = Mine(net.parameters(), {{}})\ndef closure():\n"
OWN += (
    "    opt.zero_grad()\n    net(x).mean().backward()\nfor x in loader:\n    opt.step(closure)\n"
)
STOP = "for rollout in range(2):\n    for i, x in enumerate(loader):\n        if far(x):\n{}"
STOP += "            break\n        (net(x).mean() / 4).backward()\n"
STOP += "        if (i + 1) % 4 == 0 or i + 1 == len(loader):\n"
STOP += "            opt.step()\n            opt.zero_grad()\n"
A3C = "for x in loader:\n    opt.zero_grad()\n    {}local(x).mean().backward()\n"
A3C += "    for p, s in zip(local.parameters(), net.parameters()):\n        s._grad = p.grad\n"
A3C += "    opt.step()\n"

# {report: (a faulty program, what is said, a right one, what is said)}. What is said: the kind with
# "?" for maybe, and its line; "" for nothing found; "?" for I cannot tell.
CASES = {
    "the guard is silent under FSDP2, and the call forgotten": (
        NET + "fully_shard(net)\nfor x in loader:\n    net(x).sum().backward()\n    opt.step()\n",
        "never-cleared 6",
        NET + "fully_shard(net)\n" + PLAIN.format("net(x).sum().backward()"), "",
    ),
    "the guard's alarm at a layer that is used twice": (
        NET + "for x in loader:\n    checkpoint(net, x).sum().backward()\n    opt.step()\n",
        "never-cleared 5",
        NET + PLAIN.format("net(checkpoint(net, x)).sum().backward()"), "",
    ),
    "saving what is guarded": (
        NET + "torch.save(net, path)\n", "?",
        NET + PLAIN.format("net(x).mean().backward()") + "    torch.save(net, path)\n", "",
    ),
    ".grad is divided after each micro-batch": (
        NET + PARTS.format("net(x).mean()", GRADS), "unequal-shares 5",
        NET + PARTS.format("net(x).mean()", LATER), "",
    ),
    "the tokens of another window": (  # a number that only a run can show
        NET + TOKENS.format("dataset", "tokens"), "", NET + TOKENS.format("window", "tokens"), "",
    ),
    "divided by the tokens, then by the window": (
        NET + FOUR.replace("/ 4", "/ 4 / 4") + LAST + STEP, "divided-twice 4",
        NET + FOUR + LAST + STEP, "",
    ),
    "scaled, and stepped without the scaler": (
        NET + HALF + PLAIN.format("scaler.scale(net(x).mean()).backward()"),
        "scaled-but-own-step 7",
        NET + HALF + "for x in loader:\n    scaler.scale(net(x).mean()).backward()\n"
        "    scaler.step(opt)\n    scaler.update()\n    opt.zero_grad()\n", "",
    ),
    "an evaluation clears the window": (
        "def evaluate(net):\n    net.zero_grad()\n" + NET + FOUR + "    if i % 3 == 0:\n"
        "        evaluate(net)\n" + LAST + STEP,
        "cleared-before-step 2 cleared-inside-the-window? 2",
        "def evaluate(net):\n    net.eval()\n" + NET + FOUR + "    if i % 3 == 0:\n"
        "        evaluate(net)\n" + LAST + STEP, "",
    ),
    "a worker's gradients, shared": (
        NET + A3C.format(""), "?", NET + A3C.format("local.zero_grad()\n    "), "?",
    ),
    "rows without a gradient decay": (  # a matter of the optimizer's rule
        NET + PLAIN.format("net(x).mean().backward()\n    net.weight.grad[:4] = 0"), "",
        NET + PLAIN.format("net(x).mean().backward()"), "",
    ),
    "FSDP2's switch is off in the micro-batch that steps": (
        NET + "for i, x in enumerate(loader):\n    net.set_requires_gradient_sync(i % 4 == 0)\n"
        "    (net(x).mean() / 4).backward()\n" + LAST + STEP, "last-backward-not-synchronised 5",
        NET + "for i, x in enumerate(loader):\n"
        "    last = (i + 1) % 4 == 0 or i + 1 == len(loader)\n"
        "    net.set_requires_gradient_sync(last)\n    (net(x).mean() / 4).backward()\n"
        "    if last:\n" + STEP, "",
    ),
    "a generator that was walked through": (  # what clip gets is empty: values
        NET + "for x in loader:\n    params = net.parameters()\n"
        "    count = sum(p.numel() for p in params)\n"
        "    net(x).mean().backward()\n    clip_grad_norm_(params, 1.0)\n    opt.step()\n"
        "    opt.zero_grad()\n",
        "",
        NET + "for x in loader:\n    params = list(net.parameters())\n"
        "    net(x).mean().backward()\n"
        "    clip_grad_norm_(params, 1.0)\n    opt.step()\n    opt.zero_grad()\n", "",
    ),
    "a closure under no_grad()": (
        OWN.format("closure()"), "backward-without-graph 9",
        OWN.format("with torch.enable_grad(): closure()"), "",
    ),
    "an early stop in mid-window": (
        NET + STOP.format(""), "last-window-leaks 9",
        NET + STOP.format("            opt.zero_grad()\n"), "",
    ),
    "divided by the count so far": (
        NET + PARTS.format("(net(x).mean() / (x + 1))", ""), "unequal-shares 5",
        NET + PARTS.format("(net(x).mean() / 4)", ""), "",
    ),
    "a step in each iteration": (
        NET + "accum_steps = 4\n" + FOUR.replace("/ 4", "/ accum_steps")
        + "    opt.step()\n    opt.zero_grad()\n", "wrong-divisor? 5",
        NET + FOUR + LAST + STEP, "",
    ),
    "a checkpoint that cuts the graph": (  # which parameters a graph reaches: a run shows it
        NET + PLAIN.format("checkpoint(net, x, use_reentrant=True).mean().backward()"), "",
        NET + PLAIN.format("checkpoint(net, x, use_reentrant=False).mean().backward()"), "",
    ),
    "a norm logged after each backward()": (  # what is logged, and not what is stepped on
        NET + FOUR + "    log(net.weight.grad.norm())\n" + LAST + STEP, "",
        NET + FOUR + LAST + "        log(net.weight.grad.norm())\n" + STEP, "",
    ),
    "a logged loss, divided twice": (
        NET + FOUR.replace("(net(x).mean() / 4)", "loss = net(x).mean() / 4\n    loss")
        + "    total += loss.item() / 4\n" + LAST + STEP, "",
        NET + FOUR.replace("(net(x).mean() / 4)", "loss = net(x).mean() / 4\n    loss")
        + "    total += loss.item()\n" + LAST + STEP, "",
    ),
    "a layer unfrozen after the optimizer": (  # the optimizer's list, and not .grad
        NET + "body.requires_grad_(True)\n" + PLAIN.format("net(body(x)).mean().backward()"), "",
        NET + "opt.add_param_group({'params': body.parameters()})\n"
        + PLAIN.format("net(body(x)).mean().backward()"), "",
    ),
    "losses kept over a step": (
        NET + "for x in loader:\n    out = net(x)\n    kept = out.abs().mean()\n"
        "    opt.zero_grad()\n"
        "    out.mean().backward(retain_graph=True)\n    opt.step()\n    kept.backward()\n",
        "cleared-inside-the-window? 6 stepped-before-backward 9",
        NET + "for x in loader:\n    out = net(x)\n    kept = out.abs().mean()\n"
        "    opt.zero_grad()\n"
        "    (out.mean() + kept).backward()\n    opt.step()\n", "",
    ),
    "a second loss fills the first network": (
        TWO + "for x in loader:\n    opt.zero_grad()\n    opt_actor.zero_grad()\n"
        "    net(x).mean().backward()\n"
        "    (-net(actor(x))).mean().backward()\n    opt.step()\n    opt_actor.step()\n",
        "leak-between-optimizers? 10",
        TWO + "for x in loader:\n    opt.zero_grad()\n    net(x).mean().backward()\n"
        "    opt.step()\n"
        "    opt_actor.zero_grad()\n    (-net(actor(x))).mean().backward()\n"
        "    opt_actor.step()\n", "",
    ),
    "the tokens of one rank": (  # a number that only the ranks together can show
        NET + "net = DistributedDataParallel(net)\n" + PLAIN.format("net(x).mean().backward()"), "",
        NET + "net = DistributedDataParallel(net)\n"
        + PLAIN.format("(net(x).sum() * ranks / tokens).backward()"), "",
    ),
    "cleared before the last micro-batch of a window": (
        NET + "for i, x in enumerate(loader):\n    if (i + 1) % 4 == 0:\n        opt.zero_grad()\n"
        "    (net(x).mean() / 4).backward()\n    if (i + 1) % 4 == 0:\n        opt.step()\n",
        "cleared-inside-the-window? 5",
        NET + FOUR + LAST + STEP, "",
    ),
    "the actor's loss goes through the critic": (
        TWO + "for x in loader:\n    opt.zero_grad()\n    opt_actor.zero_grad()\n"
        "    net(x).square().mean().backward()\n    (-net(actor(x))).mean().backward()\n"
        "    opt.step()\n    opt_actor.step()\n", "leak-between-optimizers? 10",
        TWO + "for x in loader:\n    opt.zero_grad()\n    opt_actor.zero_grad()\n"
        "    net(x).square().mean().backward()\n"
        "    (-net(actor(x))).mean().backward(inputs=list(actor.parameters()))\n"
        "    opt.step()\n    opt_actor.step()\n", "",
    ),
}  # fmt: skip


def said(source):
    """The answer to a program, as CASES writes it."""
    examination = examine(source)
    if examination.answer == "cannot tell":
        return "?"
    found = [
        (one.kind + "?" * (one.confidence == "maybe"), one.line) for one in examination.findings
    ]
    return " ".join(f"{kind} {line}" for kind, line in found)


@pytest.mark.parametrize("case", CASES)
def test_the_faulty_program_gets_its_answer(case):
    source, expected, _, _ = CASES[case]
    assert said(source) == expected


@pytest.mark.parametrize("case", CASES)
def test_the_right_program_gets_its_answer(case):
    _, _, source, expected = CASES[case]
    assert said(source) == expected


def test_no_right_program_is_called_faulty():
    assert all("?" in right or not right for _, _, _, right in CASES.values())
