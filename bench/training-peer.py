"""How fast PyTorch trains the cases of bench/training.ts: as the published notebook writes it, and tuned.

    OPENBLAS_NUM_THREADS=1 python3 bench/training-peer.py [threads]

Reads one case a line from stdin, as JSON: {"name", "features", "hidden", "densities", "importances", "model", "batch",
"seconds"}; writes one line for each: milliseconds per step by the wall clock and by processor time, for each variant. A step
is one optimiser step of all instances, drawing the batch included. OPENBLAS_NUM_THREADS=1 keeps BLAS's own threads from
fighting PyTorch's. The answers name the BLAS that is loaded: Debian's python3-torch comes with the reference one, which is an order of
magnitude slower than libopenblas0-pthread.
"""

import json
import sys
import time

import torch

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)


class Notebook(torch.nn.Module):
    """The published notebook's model: instances on axis 1 of a batch, einsum everywhere, autograd, AdamW."""

    def __init__(self, case, densities, importances):
        super().__init__()
        instances, n, m = len(densities), case["features"], case["hidden"]
        self.W = torch.nn.Parameter(torch.empty((instances, n, m)))
        torch.nn.init.xavier_normal_(self.W)
        self.is_abs = case["model"] == "abs"
        if self.is_abs:
            self.V = torch.nn.Parameter(torch.empty((instances, n, m)))
            torch.nn.init.xavier_normal_(self.V)
        self.b_final = torch.nn.Parameter(torch.zeros((instances, n)))
        self.density, self.importance, self.batch = densities[:, None], importances, case["batch"]
        self.optimiser = torch.optim.AdamW(self.parameters(), lr=1e-3)

    def forward(self, features):
        hidden = torch.einsum("...if,ifh->...ih", features, self.W)
        if self.is_abs:
            hidden = torch.relu(hidden)
        out = torch.einsum("...ih,ifh->...if", hidden, self.V if self.is_abs else self.W)
        return torch.relu(out + self.b_final)

    def draw(self):
        shape = (self.batch, *self.b_final.shape)
        feat = torch.rand(shape)
        if self.is_abs:
            feat = 2 * feat - 1
        return torch.where(torch.rand(shape) <= self.density, feat, torch.zeros(()))

    def step(self):
        self.optimiser.zero_grad(set_to_none=True)
        batch = self.draw()
        error = self.importance * (batch.abs() - self.forward(batch)) ** 2
        loss = error.mean(dim=(0, 2)).sum()
        loss.backward()
        self.optimiser.step()


class Tuned(Notebook):
    """Instances on axis 0 so that every product is one batched matrix product; buffers drawn in place; foreach AdamW."""

    def __init__(self, case, densities, importances):
        super().__init__(case, densities, importances)
        instances, n = self.b_final.shape
        self.values = torch.empty((instances, self.batch, n))
        self.mask = torch.empty((instances, self.batch, n))
        self.threshold = self.density[:, None, :]
        self.optimiser = torch.optim.AdamW(self.parameters(), lr=1e-3, foreach=True)

    def forward(self, features):
        hidden = torch.bmm(features, self.W)
        if self.is_abs:
            hidden = torch.relu(hidden)
        return torch.relu(
            torch.baddbmm(self.b_final[:, None, :], hidden, (self.V if self.is_abs else self.W).transpose(1, 2))
        )

    def draw(self):
        self.values.uniform_(-1 if self.is_abs else 0, 1)
        self.mask.uniform_(0, 1)
        return self.values.mul_(self.mask <= self.threshold)

    def step(self):
        self.optimiser.zero_grad(set_to_none=True)
        batch = self.draw()
        target = batch.abs() if self.is_abs else batch
        error = torch.sub(target, self.forward(batch))
        loss = (error * error * self.importance[:, None]).sum() / self.batch
        loss.backward()
        self.optimiser.step()


class ByHand(Tuned):
    """The tuned model with its gradient written by hand, no autograd."""

    def step(self):
        with torch.no_grad():
            x = self.draw()
            hidden = torch.bmm(x, self.W)
            if self.is_abs:
                hidden.relu_()
            decoder = self.V if self.is_abs else self.W
            y = torch.baddbmm(self.b_final[:, None, :], hidden, decoder.transpose(1, 2)).relu_()
            delta = torch.sub(y, x.abs() if self.is_abs else x)
            delta.mul_(self.importance[:, None] * (2 / self.batch)).mul_(y > 0)
            back = torch.bmm(delta, decoder)
            if self.is_abs:
                back.mul_(hidden > 0)
            encoder_gradient = torch.bmm(x.transpose(1, 2), back)
            decoder_gradient = torch.bmm(delta.transpose(1, 2), hidden)
            if self.is_abs:
                self.W.grad, self.V.grad = encoder_gradient, decoder_gradient
            else:
                self.W.grad = encoder_gradient.add_(decoder_gradient)
            self.b_final.grad = delta.sum(dim=1)
        self.optimiser.step()


def measure(kind, case):
    densities = torch.tensor(case["densities"], dtype=torch.float32)
    importances = torch.tensor(case["importances"], dtype=torch.float32)
    model = kind(case, densities, importances)
    model.step()
    start = time.perf_counter()
    model.step()
    steps = max(1, int(case["seconds"] / 4 / max(time.perf_counter() - start, 1e-6)))
    best = [float("inf"), float("inf")]
    for _ in range(4):
        wall, processor = time.perf_counter(), time.process_time()
        for _ in range(steps):
            model.step()
        best[0] = min(best[0], (time.perf_counter() - wall) * 1e3 / steps)
        best[1] = min(best[1], (time.process_time() - processor) * 1e3 / steps)
    return {"wall": best[0], "processor": best[1]}


def loaded_blas():
    """The library that matrix products run in, as far as the process's memory map tells."""
    with open("/proc/self/maps") as maps:
        text = maps.read()
    for name in ("openblas", "mkl", "blis", "atlas"):
        if name in text:
            return name
    return "reference"


for line in sys.stdin:
    case = json.loads(line)
    kinds = {"notebook": Notebook, "tuned": Tuned, "by hand": ByHand}
    result = {name: measure(kind, case) for name, kind in kinds.items()}
    print(json.dumps({"name": case["name"], "torch": torch.__version__, "blas": loaded_blas(), "variants": result}), flush=True)
