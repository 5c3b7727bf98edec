"""For each kind of fault a faulty program and a right one, which differ in as little as can be.

They run with real torch as they stand (tests/doctor_real.py gives them Probe, loader and so on).
"""

HEAD = "net = Probe()\nopt = SGD(net.parameters(), lr=0.0)\n"
PAIR = HEAD + "other = Probe()\nopt_other = SGD(other.parameters(), lr=0.0)\n"


def loop(*lines, head=HEAD):
    """A loop over batches, of these lines."""
    return head + "for i, x in enumerate(loader):\n" + "".join(f"    {one}\n" for one in lines)


def epochs(*lines, first=(), head=HEAD):
    """Two epochs of such a loop; `first` stands at the top of each."""
    text = head + "for epoch in range(2):\n" + "".join(f"    {one}\n" for one in first)
    return (
        text + "    for i, x in enumerate(loader):\n" + "".join(f"        {one}\n" for one in lines)
    )


FORWARD, BACKWARD = "loss = net(x).mean()", "loss.backward()"
FIVE = ("opt.zero_grad()", FORWARD, BACKWARD, "opt.step()")
DIVIDED = "loss = net(x).mean() / 4"
LAST = "if (i + 1) % 4 == 0 or i + 1 == len(loader):"
STEP, CLEAR = "    opt.step()", "    opt.zero_grad()"
WINDOW = loop(DIVIDED, BACKWARD, LAST, STEP, CLEAR)
SCALED = "scaler.scale(loss).backward()"
SCALER = HEAD + "scaler = GradScaler()\n"
UNSCALE = "scaler.unscale_(opt)"
ENDS = ("scaler.step(opt)", "scaler.update()")
SCALED_WINDOW = (LAST, "    scaler.step(opt)", "    scaler.update()", CLEAR)
EACH = "for p in net.parameters():"
CLIP = "torch.nn.utils.clip_grad_norm_(net.parameters(), 1e9)"
ACCELERATE = HEAD + (
    "accelerator = Accelerator(gradient_accumulation_steps=4)\n"
    "net, opt, loader = accelerator.prepare(net, opt, loader)\n"
)
INSIDE = "with accelerator.accumulate(net):"
LBFGS = "net = Probe()\nopt = torch.optim.LBFGS(net.parameters(), max_iter=2)\n"
SCHEDULE = HEAD + "schedule = lr_scheduler.StepLR(opt, 1)\n"

# kind: (a faulty program, a right one)
PROGRAMS = {
    "never-cleared": (loop(FORWARD, BACKWARD, "opt.step()"), loop(*FIVE)),
    "cleared-once-per-epoch": (
        epochs(FORWARD, BACKWARD, "opt.step()", first=["opt.zero_grad()"]),
        epochs(*FIVE),
    ),
    "cleared-before-the-loop": (
        loop(FORWARD, BACKWARD, "opt.step()", head=HEAD + "opt.zero_grad()\n"),
        loop(FORWARD, BACKWARD, "opt.step()", "opt.zero_grad()", head=HEAD + "opt.zero_grad()\n"),
    ),
    "other-parameters-cleared": (
        loop("other.zero_grad()", "loss = net(other(x)).mean()", BACKWARD, "opt.step()", head=PAIR),
        loop("net.zero_grad()", "other.zero_grad()", "loss = net(other(x)).mean()", BACKWARD,
             "opt.step()", head=PAIR),
    ),
    "stepped-again": (
        loop(FORWARD, BACKWARD, "opt.step()", "if i % 2:", CLEAR),
        loop("loss = net(x).mean() / 2", BACKWARD, "if i % 2 == 1 or i + 1 == len(loader):",
             STEP, CLEAR),
    ),
    "cleared-before-step": (
        loop(FORWARD, BACKWARD, "opt.zero_grad()", "opt.step()"),
        loop(FORWARD, "opt.zero_grad()", BACKWARD, "opt.step()"),
    ),
    "leak-between-optimizers": (
        loop("fake = other(x)", "loss = net(fake.detach()).mean()", BACKWARD, "opt.step()",
             "opt.zero_grad()", "score = net(fake).mean()", "score.backward()", "opt_other.step()",
             "opt_other.zero_grad()", head=PAIR),
        loop("fake = other(x)", "opt.zero_grad()", "loss = net(fake.detach()).mean()", BACKWARD,
             "opt.step()", "opt_other.zero_grad()", "score = net(fake).mean()", "score.backward()",
             "opt_other.step()", head=PAIR),
    ),
    "closure-without-clearing": (
        loop("def closure():", "    loss = net(x).mean()", "    loss.backward()", "    return loss",
             "opt.step(closure)", head=LBFGS),
        loop("def closure():", "    opt.zero_grad()", "    loss = net(x).mean()",
             "    loss.backward()", "    return loss", "opt.step(closure)", head=LBFGS),
    ),
    "zero-of-none": (
        loop(EACH, "    p.grad.zero_()", FORWARD, BACKWARD, "opt.step()"),
        loop(EACH, "    if p.grad is not None:", "        p.grad.zero_()",
             FORWARD, BACKWARD, "opt.step()"),
    ),
    "not-called": (loop("opt.zero_grad", *FIVE[1:]), loop(*FIVE)),
    "window-not-divided": (loop(FORWARD, BACKWARD, LAST, STEP, CLEAR), WINDOW),
    "divided-twice": (
        loop(INSIDE, "    loss = net(x).mean() / 4", "    accelerator.backward(loss)", STEP, CLEAR,
             head=ACCELERATE),
        loop(INSIDE, "    loss = net(x).mean()", "    accelerator.backward(loss)", STEP, CLEAR,
             head=ACCELERATE),
    ),
    "wrong-divisor": (loop("loss = net(x).mean() / 3", BACKWARD, LAST, STEP, CLEAR), WINDOW),
    "unequal-shares": (
        loop(FORWARD, BACKWARD, EACH, "    p.grad.div_(4)", LAST, STEP, CLEAR),
        loop(FORWARD, BACKWARD, LAST, "    " + EACH, "        p.grad.div_(4)", STEP, CLEAR),
    ),
    "window-condition-inverted": (
        loop(DIVIDED, BACKWARD, "if (i + 1) % 4:", STEP, CLEAR), WINDOW,
    ),
    "window-off-by-one": (
        loop(DIVIDED, BACKWARD, "if i % 4 == 0 or i + 1 == len(loader):", STEP, CLEAR), WINDOW,
    ),
    "last-window-dropped": (
        epochs(DIVIDED, BACKWARD, "if (i + 1) % 4 == 0:", STEP, CLEAR, first=["opt.zero_grad()"]),
        epochs(DIVIDED, BACKWARD, LAST, STEP, CLEAR, first=["opt.zero_grad()"]),
    ),
    "last-window-leaks": (
        epochs(DIVIDED, BACKWARD, "if (i + 1) % 4 == 0:", STEP, CLEAR),
        epochs(DIVIDED, BACKWARD, LAST, STEP, CLEAR),
    ),
    "cleared-inside-the-window": (loop("opt.zero_grad()", DIVIDED, BACKWARD, LAST, STEP), WINDOW),
    "accelerate-cleared-at-the-top": (
        loop(INSIDE, CLEAR, "    loss = net(x).mean()", "    accelerator.backward(loss)", STEP,
             head=ACCELERATE),
        loop(INSIDE, "    loss = net(x).mean()", "    accelerator.backward(loss)", STEP, CLEAR,
             head=ACCELERATE),
    ),
    "last-backward-not-synchronised": (
        loop("with net.no_sync() if i % 4 != 0 else nullcontext():", "    " + DIVIDED,
             "    loss.backward()", LAST, STEP, CLEAR),
        loop("last = (i + 1) % 4 == 0 or i + 1 == len(loader)",
             "with nullcontext() if last else net.no_sync():", "    " + DIVIDED,
             "    loss.backward()", "if last:", STEP, CLEAR),
    ),
    "clipped-before-backward": (
        loop("opt.zero_grad()", FORWARD, CLIP, BACKWARD, "opt.step()"),
        loop("opt.zero_grad()", FORWARD, BACKWARD, CLIP, "opt.step()"),
    ),
    "clipped-after-step": (
        loop(*FIVE, CLIP), loop(*FIVE[:3], CLIP, "opt.step()"),
    ),
    "clipped-inside-the-window": (
        loop(DIVIDED, BACKWARD, CLIP, LAST, STEP, CLEAR),
        loop(DIVIDED, BACKWARD, LAST, "    " + CLIP, STEP, CLEAR),
    ),
    "clipped-while-scaled": (
        loop("opt.zero_grad()", FORWARD, SCALED, CLIP, *ENDS, head=SCALER),
        loop("opt.zero_grad()", FORWARD, SCALED, UNSCALE, CLIP, *ENDS, head=SCALER),
    ),
    "scaled-but-own-step": (
        loop("opt.zero_grad()", FORWARD, SCALED, "opt.step()", head=SCALER),
        loop("opt.zero_grad()", FORWARD, SCALED, *ENDS, head=SCALER),
    ),
    "unscaled-twice": (
        loop(DIVIDED, SCALED, UNSCALE, LAST, "    scaler.step(opt)",
             "    scaler.update()", CLEAR, head=SCALER),
        loop(DIVIDED, SCALED, LAST, "    scaler.unscale_(opt)", "    scaler.step(opt)",
             "    scaler.update()", CLEAR, head=SCALER),
    ),
    "unscaled-inside-the-window": (
        loop(DIVIDED, SCALED, "if i == 1:", "    scaler.unscale_(opt)", LAST,
             "    scaler.step(opt)",
             "    scaler.update()", CLEAR, head=SCALER),
        loop(DIVIDED, SCALED, LAST, "    scaler.step(opt)", "    scaler.update()", CLEAR,
             head=SCALER),
    ),
    "scaler-without-scale": (
        loop("opt.zero_grad()", FORWARD, "scaler.scale(loss)", BACKWARD, *ENDS, head=SCALER),
        loop("opt.zero_grad()", FORWARD, SCALED, *ENDS, head=SCALER),
    ),
    "scheduler-before-step": (
        loop("schedule.step()", *FIVE, head=SCHEDULE), loop(*FIVE, "schedule.step()",
             head=SCHEDULE),
    ),
    "graph-kept": (
        loop(*FIVE, "total += loss", head=HEAD + "total = 0\n"),
        loop(*FIVE, "total += loss.item()", head=HEAD + "total = 0\n"),
    ),
    "stepped-before-backward": (
        loop("opt.zero_grad()", "opt_other.zero_grad()", "out = net(x).mean()",
             "score = (out + other(x)).mean()", "out.backward(retain_graph=True)", "opt.step()",
             "score.backward()", "opt_other.step()", head=PAIR),
        loop("opt.zero_grad()", "out = net(x).mean()", "out.backward()", "opt.step()",
             "opt_other.zero_grad()", "score = other(x).mean()", "score.backward()",
             "opt_other.step()", head=PAIR),
    ),
    "carried-graph": (
        loop("opt.zero_grad()", "state = net(state)", "state.mean().backward()", "opt.step()",
             head=HEAD + "state = torch.zeros(())\n"),
        loop("opt.zero_grad()", "state = net(state.detach())", "state.mean().backward()",
             "opt.step()",
             head=HEAD + "state = torch.zeros(())\n"),
    ),
    "second-backward": (
        loop("opt.zero_grad()", "out = net(x)", "out.mean().backward()", "out.sum().backward()",
             "opt.step()"),
        loop("opt.zero_grad()", "out = net(x)", "(out.mean() + out.sum()).backward()",
             "opt.step()"),
    ),
    "backward-without-graph": (
        loop("opt.zero_grad()", "with torch.no_grad():", "    loss = net(x).mean()",
             "    loss.backward()", "opt.step()"),
        loop(*FIVE),
    ),
}  # fmt: skip
