"""Reads written/, which antipode wrote, with NumPy, safetensors, PyTorch and json, and says whether it is what was meant."""

import json
import math
import pathlib
import zipfile

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

WRITTEN = pathlib.Path(__file__).parent / "written"
W = [[[1, -0.5, 0.1], [3, 1 / 3, -0.0]], [[-1, 2, 7], [1e50, 0, 2.0**-60]]]
B = [[0.25, -1e-300, 5e-324], [0, 0.2, -3]]

files = [
    np.load(WRITTEN / "models.npz", allow_pickle=False),
    load_file(WRITTEN / "models.safetensors"),
    {key: np.array(value) for key, value in json.loads((WRITTEN / "models.json").read_text())["tensors"].items()},
]
for file in files:
    for name, expected in [("W", W), ("b_final", B)]:
        assert file[name].dtype == np.float64 and file[name].tobytes() == np.array(expected, dtype=np.float64).tobytes()
assert zipfile.ZipFile(WRITTEN / "models.npz").testzip() is None
with safe_open(WRITTEN / "models.safetensors", "pt") as file:
    assert file.metadata() == {"format": "pt", "layout": "hidden-features"}
    assert math.copysign(1, file.get_tensor("W")[0, 1, 2].item()) == -1
print("as meant")
