"""What kind of thing a name most likely is: judged by what it is called, made by, and used for."""

from .tree import last_word, spell

OPTIMIZERS = [
    "Adam",
    "AdamW",
    "SGD",
    "RMSprop",
    "Adagrad",
    "Adadelta",
    "Adamax",
    "ASGD",
    "LBFGS",
    "NAdam",
    "RAdam",
    "Rprop",
    "SparseAdam",
    "Adafactor",
    "Muon",
    "Lion",
    "LAMB",
    "Lamb",
    "LARS",
    "Ranger",
    "MADGRAD",
    "FusedAdam",
    "Adam8bit",
    "AdamW8bit",
]
WINDOWS = (  # parts of names that people give to the number of micro-batches in a window
    "accum accu_ iter_size update_freq virtual subdivision micro grad_step aggregate batch_mult "
    "backward_every update_every step_every iters_to_acc batches_per_update"
).split()
NETWORKS = [
    "net",
    "network",
    "generator",
    "discriminator",
    "encoder",
    "decoder",
    "critic",
    "actor",
    "policy",
]
MAKERS = ("get", "build", "create", "make", "load", "define")  # get_model() is no network
LIBRARIES = ("torch", "transformers", "timm", "diffusers", "ignite")  # whose schedules are torch's
WINDOW = 4  # micro-batches in a window of which nobody knows the length
LONGEST = 64  # a window that long is still run through


class Names:
    """The part of a survey that judges names."""

    def kind_of(self, path):
        """What a name most likely is: "optimizer", "scheduler", …, or "" where nothing says so."""
        if path not in self._kinds:
            self._kinds[path] = self._kind(path)
        return self._kinds[path]

    def _kind(self, path):
        called = self.calls.get(path, ())
        word = last_word(path).lower().strip("_")
        if "sched" in word or word == "warmup":
            return "scheduler"
        for source in self.sources.get(path, ()):
            made = last_word(spell(source["func"])) if source["kind"] == "Call" else ""
            if made in OPTIMIZERS:
                return "optimizer"
            if made.endswith("LR") or "schedule" in made.lower():
                return "scheduler"
            if made == "GradScaler":
                return "scaler"
            if made == "Accelerator":
                return "accelerator"
            if made in self.classes and self.is_module(made):
                return "module"
        if word == "accelerator":
            return "accelerator"
        if "unscale_" in called or "scaler" in word and "scale" in called:
            return "scaler"
        if word.startswith("env"):
            return ""
        if "zero_grad" in called and "step" in called and "backward" not in called:
            return "optimizer"
        named = "optim" in word or word in ("opt", "adam", "sgd", "adamw", "solver")
        named = named or word.startswith("opt_") or word.endswith("_opt")
        if named and ("step" in called or "zero_grad" in called):
            return "optimizer"
        if "backward" in called and "step" in called:
            return "engine"
        if not named:
            class_name = last_word(path)[:1].isupper() and len(word) > 2
            maker = word.split("_")[0] in MAKERS
            network = "model" in word and not maker or word in NETWORKS
            if "()" in called and not class_name and network:
                return "module"
            for one in ("zero_grad", "parameters", "named_parameters", "train", "eval"):
                if one in called:
                    return "module"
        return ""

    def made_elsewhere(self, path):
        """Is it made by a class of another file, which may follow rules of its own?"""
        for source in self.sources.get(path, ()):
            name = spell(source["func"]).split(".")[0] if source["kind"] == "Call" else ""
            home = self.imports.get(name, name).strip(".").split(".")[0]
            if name in self.classes or name in self.imports and home not in LIBRARIES:
                return True
        return False

    def optimizer_count(self):
        """How many names of the file are optimizers."""
        return len(self.all_of("optimizer"))

    def modules(self):
        """The names of the file that are networks."""
        return self.all_of("module")

    def all_of(self, kind):
        """The names of a kind that the file calls methods of."""
        if kind not in self._all:
            self._all[kind] = sorted([one for one in self.calls if self.kind_of(one) == kind])
        return self._all[kind]

    def windowy(self, path):
        """Does a name look like the number of micro-batches in a window?"""
        return path in self.moduli or any(one in path.lower() for one in WINDOWS)

    def window_of(self, path):
        """The length of a window with this name: what the file assigns to it, or 4."""
        for source in self.sources.get(path, ()):
            if source["kind"] == "Const" and _is_length(source["value"]):
                return source["value"]
        return WINDOW

    def longest_window(self):
        """The longest window that the file seems to use; 1 if it uses none."""
        self._longest = self._longest or self._find_longest()
        return self._longest

    def _find_longest(self):
        longest = 1
        for path in list(self.moduli) + [one for one in self.sources if self.windowy(one)]:
            literal = int(path) if path.isdigit() else self.window_of(path)
            if literal <= LONGEST:
                longest = max(longest, literal)
        for path in self.calls:
            if self.windowy(path) or "accumulate" in self.calls[path]:
                longest = max(longest, WINDOW)
        return longest


def _is_length(value):
    return isinstance(value, int) and not isinstance(value, bool) and 1 < value <= LONGEST
