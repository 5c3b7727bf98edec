"""Loops as people write them: faults found in public reports, and right loops that look wrong."""

OPTIMIZER = "model = Net()\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
LOOP = "for i, (x, y) in enumerate(loader):\n"
LOSS = "    loss = criterion(model(x), y)\n"
PARTS = "    loss = criterion(model(x), y) / N\n"
STEP = "        optimizer.step()\n        optimizer.zero_grad()\n"

# What was reported, in as few lines as show it; "?" stands for maybe.
FAULTY = {
    ".grad is divided after every micro-batch": (
        "unequal-shares",
        OPTIMIZER + "for window in windows:\n    for x in range(4):\n"
        "        model(x).mean().backward()\n        for p in model.parameters():\n"
        "            p.grad /= 4\n    optimizer.step()\n    optimizer.zero_grad()\n",
    ),
    "an evaluation in mid-window clears": (
        "cleared-inside-the-window?",
        "def evaluate(model):\n    model.zero_grad()\n" + OPTIMIZER + "N = 4\n" + LOOP + PARTS
        + "    loss.backward()\n    if i % 3 == 0:\n        evaluate(model)\n"
        "    if (i + 1) % N == 0 or i + 1 == len(loader):\n" + STEP,
    ),
    "the branch that ends the window clears first": (
        "cleared-inside-the-window?",
        OPTIMIZER + "N = 4\n" + LOOP + PARTS + "    if (i + 1) % N == 0:\n"
        "        optimizer.zero_grad()\n"
        "    loss.backward()\n    if (i + 1) % N == 0:\n        optimizer.step()\n",
    ),
    "divided by a running count": (
        "unequal-shares",
        OPTIMIZER + "for window in windows:\n    for k in range(4):\n"
        "        (model(window[k]).mean() / (k + 1)).backward()\n    optimizer.step()\n"
        "    optimizer.zero_grad()\n",
    ),
    "a loss is kept over the steps of another": (
        "stepped-before-backward",
        OPTIMIZER + LOOP + "    out = model(x)\n    kept = out.abs().mean()\n"
        "    optimizer.zero_grad()\n    out.square().mean().backward(retain_graph=True)\n"
        "    optimizer.step()\n    kept.backward()\n",
    ),
    "the actor's loss goes through the critic": (
        "leak-between-optimizers?",
        "critic, actor = Net(), Net()\nc_opt = torch.optim.Adam(critic.parameters())\n"
        "a_opt = torch.optim.Adam(actor.parameters())\nfor x in loader:\n"
        "    c_opt.zero_grad()\n    a_opt.zero_grad()\n    critic(x).square().mean().backward()\n"
        "    (-critic(actor(x))).mean().backward()\n    c_opt.step()\n    a_opt.step()\n",
    ),
    "gradients of one phase reach the next": (
        "stepped-again?",
        OPTIMIZER + "for update in range(9):\n    for x in rollouts:\n"
        "        optimizer.zero_grad()\n"
        "        model(x).mean().backward()\n        optimizer.step()\n"
        "    for i, x in enumerate(rollouts):\n        (model(x).mean() / N).backward()\n"
        "        if (i + 1) % N == 0:\n            optimizer.step()\n"
        "            optimizer.zero_grad()\n",
    ),
    "a method trains, and the class never clears": (
        "never-cleared",
        "class Trainer:\n    def __init__(self, model):\n        self.model = model\n"
        "        self.optimizer = torch.optim.SGD(model.parameters())\n"
        "    def train(self, loader):\n"
        "        for x in loader:\n            self.update(x)\n    def update(self, x):\n"
        "        self.model(x).mean().backward()\n        self.optimizer.step()\n",
    ),
}  # fmt: skip

# Each was a false alarm once, here or elsewhere.
RIGHT = {
    "a window that is shorter at the end": OPTIMIZER + LOOP
    + "    last = i == len(loader) - 1\n    loss = criterion(model(x), y) / accum_steps\n"
    "    loss.backward()\n    if last or (i + 1) % accum_steps == 0:\n" + STEP,
    "divided in place": OPTIMIZER + LOOP + LOSS + "    loss.div_(N)\n    loss.backward()\n"
    "    if (i + 1) % N == 0 or i + 1 == len(loader):\n" + STEP,
    "divided by /=": OPTIMIZER + LOOP + LOSS + "    loss /= N\n    loss.backward()\n"
    "    if (i + 1) % N == 0 or i + 1 == len(loader):\n" + STEP,
    "only whole windows": OPTIMIZER + "if len(loader) % N != 0:\n    raise ValueError(N)\n" + LOOP
    + PARTS + "    loss.backward()\n    if (i + 1) % N == 0:\n" + STEP,
    "two tasks in one step": OPTIMIZER + LOOP + "    optimizer.zero_grad()\n    out = model(x)\n"
    "    (first(out) + second(out)).backward()\n    optimizer.step()\n",
    "the same objects, wrapped": OPTIMIZER + "model, optimizer = amp.initialize(model, optimizer)\n"
    + LOOP + "    optimizer.zero_grad()\n" + LOSS
    + "    with amp.scale_loss(loss, optimizer) as scaled:\n        scaled.backward()\n"
    "    optimizer.step()\n",
    "the model makes its optimizer": "model = GPT(config)\n"
    "optimizer = model.configure_optimizers(0.1)\nscaler = GradScaler()\n" + LOOP
    + LOSS + "    scaler.scale(loss).backward()\n    scaler.unscale_(optimizer)\n"
    "    clip_grad_norm_(model.parameters(), 1.0)\n    scaler.step(optimizer)\n"
    "    scaler.update()\n    optimizer.zero_grad()\n",
    "a hook clears": OPTIMIZER + "optimizer.register_step_post_hook(lambda o, *_: o.zero_grad())\n"
    + LOOP + LOSS + "    loss.backward()\n    optimizer.step()\n",
    "one condition in two places": OPTIMIZER + LOOP + "    if has_no_sync and not whole:\n"
    "        with model.no_sync():\n            (model(x).mean() / N).backward()\n    else:\n"
    "        (model(x).mean() / N).backward()\n    if whole:\n" + STEP,
    "an attack": OPTIMIZER + LOOP + "    x.requires_grad_()\n"
    "    criterion(model(x), y).backward()\n"
    "    x = x + 0.1 * x.grad.sign()\n    optimizer.zero_grad()\n"
    "    criterion(model(x), y).backward()\n    optimizer.step()\n",
    "frozen while the other learns": "G, D = Net(), Net()\n"
    "opt_g = torch.optim.Adam(G.parameters())\nopt_d = torch.optim.Adam(D.parameters())\n"
    "for x in loader:\n    D.requires_grad_(False)\n    opt_g.zero_grad()\n    fake = G(x)\n"
    "    D(fake).mean().backward()\n    opt_g.step()\n    D.requires_grad_(True)\n"
    "    opt_d.zero_grad()\n    D(fake.detach()).mean().backward()\n    opt_d.step()\n",
    "a helper clears": "def reset(*optimizers):\n    for one in optimizers:\n"
    "        one.zero_grad()\n"
    + OPTIMIZER + LOOP + "    optimizer.zero_grad()\n" + LOSS
    + "    loss.backward()\n    optimizer.step()\n",
    "a losses list for one backward()": OPTIMIZER + LOOP + "    losses = []\n"
    "    for part in x:\n        losses.append(model(part).mean())\n    optimizer.zero_grad()\n"
    "    sum(losses).backward()\n    optimizer.step()\n",
    "by hand": "w = torch.zeros(3, requires_grad=True)\nfor x, y in loader:\n"
    "    ((w * x).sum() - y).square().backward()\n    with torch.no_grad():\n"
    "        w -= 0.1 * w.grad\n"
    "    w.grad = None\n",
    "an epoch function with its loader": "def train(model, loader, optimizer, device):\n"
    "    model.train()\n    total = 0.0\n    for x, y in loader:\n        x = x.to(device)\n"
    "        optimizer.zero_grad()\n        loss = F.cross_entropy(model(x), y)\n"
    "        loss.backward()\n        optimizer.step()\n        total += loss.item()\n"
    "    return total / len(loader)\n",
    "a network made anew each time": "for case in cases:\n    net = Network(case)\n"
    "    optimizer = torch.optim.SGD(net.parameters(), 0.1)\n    net(x).sum().backward()\n"
    "    optimizer.step()\n",
    "the rest of the loader is skipped": OPTIMIZER + "for epoch in range(9):\n"
    "    optimizer.zero_grad()\n    for i, x in enumerate(loader):\n        if i // N >= steps:\n"
    "            continue\n        (model(x).mean() / N).backward()\n        if (i + 1) % N == 0:\n"
    "            optimizer.step()\n            optimizer.zero_grad()\n",
    "a scaler that is made later": "class Stepper:\n    def __init__(self, optimizer):\n"
    "        self.scaler = None\n        self.optimizer = optimizer\n    def step(self, loss):\n"
    "        self.scaler.scale(loss).backward()\n        self.scaler.unscale_(self.optimizer)\n"
    "        self.scaler.step(self.optimizer)\n        self.scaler.update()\n"
    "        self.optimizer.zero_grad()\n",
    "a scaler of another name": OPTIMIZER + "amp = MaxClipGradScaler(8) if half else None\n" + LOOP
    + LOSS + "    amp.scale(loss).backward()\n    amp.unscale_(optimizer)\n"
    "    amp.step(optimizer)\n    amp.update()\n    optimizer.zero_grad()\n",
    "gradients or none": OPTIMIZER + "context = torch.no_grad() if frozen else nullcontext()\n"
    + LOOP + "    with context:\n        loss = model(x).mean()\n        if not frozen:\n"
    "            loss.backward()\n    optimizer.step()\n    optimizer.zero_grad()\n",
    "a sum that ends with its window": OPTIMIZER + "for window in windows:\n    total = 0\n"
    "    for x in window:\n        loss = model(x).mean()\n        (loss / 4).backward()\n"
    "        total += loss\n    optimizer.step()\n    optimizer.zero_grad()\n",
    "gradients are rescaled by the tokens": OPTIMIZER + LOOP
    + "    (model(x).mean() * tokens(x)).backward()\n"
    "    if (i + 1) % 4 == 0 or i + 1 == len(loader):\n        scale_grads(model, 1 / total)\n"
    + STEP,
    "a group of batches that ends early": OPTIMIZER + "for group in range(4):\n"
    "    optimizer.zero_grad()\n    for x in range(4):\n        if done(x):\n            break\n"
    "        (model(x).mean() / 4).backward()\n    optimizer.step()\n",
    "a flag that the file rules out with a window": "class Recipe:\n    def __init__(self, cfg):\n"
    "        self.in_backward = cfg.in_backward\n        self.accum_steps = cfg.accum_steps\n"
    "        if self.in_backward and self.accum_steps > 1:\n            raise ValueError\n"
    "        self.model, self.optimizer = setup(cfg)\n    def train(self):\n"
    "        for i, x in enumerate(self.loader):\n"
    "            factor = 1.0 if self.in_backward else tokens(x)\n"
    "            (self.model(x).mean() * factor).backward()\n"
    "            if (i + 1) % self.accum_steps == 0 or i + 1 == len(self.loader):\n"
    "                if not self.in_backward:\n"
    "                    scale_grads_(self.model.parameters(), 1 / tokens)\n"
    "                    clip_grad_norm_(self.model.parameters(), 1.0)\n"
    "                self.optimizer.step()\n                self.optimizer.zero_grad()\n",
    "a scaled gradient for features": "body = get_model(cfg)\nbody = DDP(module=body)\n"
    "head = Head()\nopt_body = torch.optim.SGD(params=[{'params': body.parameters()}])\n"
    "opt_head = torch.optim.SGD(params=[{'params': head.parameters()}])\n"
    "amp = MaxClipGradScaler(8)\nfor x in loader:\n    features = normalize(body(x))\n"
    "    gradient = head.forward_backward(features, opt_head)\n"
    "    features.backward(amp.scale(gradient))\n    amp.unscale_(opt_body)\n"
    "    amp.step(opt_body)\n    amp.update()\n    opt_head.step()\n    opt_body.zero_grad()\n"
    "    opt_head.zero_grad()\n",
    "backward() by somebody who divides nothing": OPTIMIZER + LOOP + LOSS
    + "    fabric.backward(loss / N)\n    if (i + 1) % N == 0 or i + 1 == len(loader):\n" + STEP,
}  # fmt: skip

# Most likely meant, as far as names tell: no more than maybe.
MEANT = {
    "counted from an unknown start": OPTIMIZER + "for i, x in enumerate(loader, start=done + 1):\n"
    "    (model(x).mean() / N).backward()\n    if i % N == 0 or i == done + len(loader):\n" + STEP,
    "a learning rate that is divided": "model = Net()\n"
    "optimizer = torch.optim.SGD(model.parameters(), lr=rate / batch)\n" + LOOP + LOSS
    + "    loss.backward()\n    if (i + 1) % N == 0 or i + 1 == len(loader):\n" + STEP,
    "a loop that counts its steps": OPTIMIZER + "for epoch in range(9):\n    steps, i = 0, 0\n"
    "    while steps < whole_windows:\n        (model(next(batches)).mean() / 4).backward()\n"
    "        if (i + 1) % 4 == 0:\n            optimizer.step()\n"
    "            optimizer.zero_grad()\n            steps += 1\n        i += 1\n",
    "the scaler's loss belongs to another optimizer": "a, b = Net(), Net()\nscaler = GradScaler()\n"
    "opt_a = torch.optim.SGD(a.parameters())\nopt_b = torch.optim.SGD(b.parameters())\n"
    "for x in loader:\n    scaler.scale(loss(x)).backward()\n    scaler.step(opt_a)\n"
    "    scaler.update()\n    opt_b.step()\n    opt_a.zero_grad()\n    opt_b.zero_grad()\n",
    "another phase after a few micro-batches": OPTIMIZER + "n = 0\nfor epoch in range(3):\n"
    "    for x in loader:\n        n += 1\n        (model(x).mean() / 4).backward()\n"
    "        if n % 4 == 0:\n            optimizer.step()\n            optimizer.zero_grad()\n"
    "for x in range(3):\n    optimizer.zero_grad()\n    model(x).mean().backward()\n"
    "    optimizer.step()\n",
    "the same batch again and again": OPTIMIZER + "for x in loader:\n    for k in range(4):\n"
    "        attack(k)\n        model(x).mean().backward()\n    optimizer.step()\n"
    "    optimizer.zero_grad()\n",
    "a condition that may know the last batch": OPTIMIZER + "for epoch in range(9):\n"
    "    for i, x in enumerate(loader):\n        (model(x).mean() / N).backward()\n"
    "        if (i + 1) % N == 0 or i == batches - 1:\n            optimizer.step()\n"
    "            optimizer.zero_grad()\n",
    "losses of which nobody knows what they reach": "a, b = Net(), Net()\n"
    "opt_a = torch.optim.SGD(a.parameters())\nopt_b = torch.optim.SGD(b.parameters())\n"
    "for x in loader:\n    loss_a(x).backward()\n    opt_a.step()\n    opt_a.zero_grad()\n"
    "    loss_b(x).backward()\n    opt_b.step()\n    opt_b.zero_grad()\n",
}  # fmt: skip

# Somebody else acts, or nobody knows what is what.
UNKNOWN = {
    "a trainer": "trainer = Trainer(model, args)\ntrainer.train()\n",
    "an engine": "for x in loader:\n    loss = engine(x)\n    engine.backward(loss)\n"
    "    engine.step()\n",
    "an optimizer that is handed on": OPTIMIZER + "for epoch in range(9):\n"
    "    train_one_epoch(model, optimizer, loader)\n",
    "a step that takes the loss": OPTIMIZER + LOOP + LOSS + "    optimizer.step(loss)\n",
    "many optimizers of one name": OPTIMIZER + LOOP + "    optimizer.zero_grad()\n" + LOSS
    + "    loss.backward()\n    optimizer.step('encoder')\n    optimizer.step('head')\n",
    "distributed autograd": OPTIMIZER + LOOP + LOSS
    + "    dist_autograd.backward(context, [loss])\n    optimizer.step()\n",
    "steps in the backward pass": OPTIMIZER + "for p in model.parameters():\n"
    "    p.register_post_accumulate_grad_hook(update)\n" + LOOP + LOSS + "    loss.backward()\n",
}  # fmt: skip
