"""400 models of n = 5, m = 2 and importance 1, trained by PyTorch: torch-pentagon-runs.safetensors.

W of shape [400, 5, 2] and b_final of shape [400, 5], in single precision: 200 models at density 0.05, then 200 at 0.2. Initial
law: normal, standard deviation sqrt(2 / (n + m)); b = 0. Adam, rate 0.02 cos(pi/2 t/(T - 1)), T = 1000 steps of 128 samples;
loss: sum over features, mean over samples. Run by hand, with Debian's python3-torch (1.13):

    /usr/bin/python3 test/golden/torch_pentagon_runs.py
"""

import json
import math
import os
import struct

import torch

EACH, FEATURES, HIDDEN = 200, 5, 2
STEPS, BATCH, RATE = 1000, 128, 2e-2
DENSITY = torch.tensor([0.05] * EACH + [0.2] * EACH)[None, :, None]
MODELS = DENSITY.numel()

torch.set_num_threads(1)
torch.manual_seed(20220914)
W = torch.randn(MODELS, FEATURES, HIDDEN) * math.sqrt(2 / (FEATURES + HIDDEN))
b = torch.zeros(MODELS, FEATURES)
W.requires_grad_(True)
b.requires_grad_(True)
optimiser = torch.optim.Adam([W, b], lr=RATE)
for step in range(STEPS):
    for group in optimiser.param_groups:
        group["lr"] = RATE * math.cos(0.5 * math.pi * step / (STEPS - 1))
    shape = (BATCH, MODELS, FEATURES)
    x = torch.where(torch.rand(shape) < DENSITY, torch.rand(shape), torch.zeros(()))
    hidden = torch.einsum("bki,kih->bkh", x, W)
    y = torch.relu(torch.einsum("bkh,kih->bki", hidden, W) + b)
    loss = ((y - x) ** 2).sum(-1).mean(0).sum()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()

tensors = {"W": W.detach(), "b_final": b.detach()}
header, data = {"__metadata__": {"torch": torch.__version__}}, b""
for name, tensor in tensors.items():
    values = tensor.contiguous().numpy().astype("<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
    data += values
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
target = os.path.join(os.path.dirname(__file__), "torch-pentagon-runs.safetensors")
with open(target, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
