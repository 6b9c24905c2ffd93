"""Writes good/ and good.json: files of weights made by NumPy, safetensors and PyTorch, and what they hold.

Run with NumPy 1.24, safetensors 0.8 and PyTorch 1.13; the files are committed, so that tests need none of them.
"""

import json
import pathlib
import zipfile

import numpy as np
import torch
from safetensors.numpy import save_file as save_numpy
from safetensors.torch import save_file as save_torch

HERE = pathlib.Path(__file__).parent
GOOD = HERE / "good"
EXPECTED = {}


def expect(name, weights, bias=None, outputs=None, **options):
    """weights [instances, hidden, features] as numbers; options: how the file is to be read."""
    entry = {"weights": np.asarray(weights, dtype=np.float64).tolist(), "options": options}
    if bias is not None:
        entry["bias"] = np.asarray(bias, dtype=np.float64).tolist()
    if outputs is not None:
        entry["outputWeights"] = np.asarray(outputs, dtype=np.float64).tolist()
    EXPECTED[name] = entry


def numbers(shape, dtype, seed):
    """Multiples of 1/64 and thirds: some exact in every format, some rounded by it."""
    generator = np.random.default_rng(seed)
    values = generator.integers(-96, 97, size=shape) / np.where(generator.random(shape) < 0.5, 64, 96)
    return values.astype(dtype)


def main():
    GOOD.mkdir(exist_ok=True)
    for old in GOOD.iterdir():
        old.unlink()

    # NumPy: one array.
    for code in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8", "|i1", "<i8", ">u2"]:
        w = (numbers((2, 5), np.float64, 1) * (8 if code[1] in "iu" else 1)).astype(np.float64)
        w = np.abs(w) if code[1] == "u" else w
        w = w.astype(np.dtype(code))
        name = f"npy-{code[1:]}-{'big' if code[0] == '>' else 'little'}.npy"
        np.save(GOOD / name, w)
        expect(name, w[None], layout="hidden-features")
    w = numbers((3, 2, 5), np.float32, 2)
    np.save(GOOD / "npy-fortran.npy", np.asfortranarray(w))
    expect("npy-fortran.npy", w, layout="hidden-features")
    np.save(GOOD / "npy-transposed-view.npy", w[0].T)
    expect("npy-transposed-view.npy", w[:1], layout="features-hidden")
    with open(GOOD / "npy-version-2.npy", "wb") as file:
        np.lib.format.write_array(file, w[0], version=(2, 0))
    expect("npy-version-2.npy", w[:1], layout="hidden-features")
    tiny = np.array([[2.0**-24, -(2.0**-24), 2.0**-14, 1023 * 2.0**-24, -0.0]], dtype=np.float16)
    np.save(GOOD / "npy-float16-denormals.npy", tiny)
    expect("npy-float16-denormals.npy", tiny[None], layout="hidden-features")

    # NumPy: archives. The layout follows from b_final.
    w, b = numbers((4, 5, 2), np.float32, 3), numbers((4, 5), np.float32, 4)
    by_hidden = np.swapaxes(w, 1, 2)
    np.savez(GOOD / "npz-stored.npz", W=w, b_final=b)
    expect("npz-stored.npz", by_hidden, b)
    np.savez_compressed(GOOD / "npz-deflated.npz", W=w, b_final=b, names=np.array(["a", "b"]))
    expect("npz-deflated.npz", by_hidden, b)
    np.savez(GOOD / "npz-one-model.npz", b=b[0], W=w[0].astype(np.float64))
    expect("npz-one-model.npz", by_hidden[:1], b[:1])
    w1, w2, b2 = (numbers(shape, np.float64, 5) for shape in [(6, 3), (3, 6), (3,)])
    np.savez(GOOD / "npz-untied.npz", W1=w1, W2=w2, b=b2)
    expect("npz-untied.npz", w1[None], b2[None], w2[None])

    # safetensors.
    for dtype in [torch.float16, torch.bfloat16, torch.float32, torch.float64]:
        name = f"safetensors-{str(dtype).split('.')[1]}.safetensors"
        weights = torch.tensor(w.astype(np.float64)).to(dtype)
        bias = torch.tensor(b.astype(np.float64)).to(dtype)
        save_torch({"W": weights, "b_final": bias}, GOOD / name, metadata={"format": "pt"})
        expect(name, weights.double().numpy().swapaxes(1, 2), bias.double().numpy())
    save_numpy({"model.weight": w[0], "model.bias": b[0], "step": np.array([7], dtype=np.int64)},
               GOOD / "safetensors-numpy.safetensors")
    expect("safetensors-numpy.safetensors", by_hidden[:1], b[:1])

    # PyTorch.
    class Tied(torch.nn.Module):
        def __init__(self, weights, bias):
            super().__init__()
            self.W = torch.nn.Parameter(weights)
            self.b_final = torch.nn.Parameter(bias)

    model = Tied(torch.tensor(w), torch.tensor(b))
    torch.save(model.state_dict(), GOOD / "pt-state-dict.pt")
    expect("pt-state-dict.pt", by_hidden, b)
    torch.save(model.state_dict(), GOOD / "pt-legacy.pt", _use_new_zipfile_serialization=False)
    expect("pt-legacy.pt", by_hidden, b)
    torch.save(model.state_dict(), GOOD / "pt-protocol-4.pt", pickle_protocol=4)
    expect("pt-protocol-4.pt", by_hidden, b)
    torch.save(dict(model.named_parameters()), GOOD / "pt-parameters.pt")
    expect("pt-parameters.pt", by_hidden, b)
    optimiser = torch.optim.Adam(model.parameters())
    (model.W.sum() + model.b_final.sum()).backward()
    checkpoint = {"epoch": 3, "loss": 0.25, "note": "fine", "model_state_dict": model.state_dict()}
    optimiser.step()
    w, b = model.W.detach().numpy(), model.b_final.detach().numpy()
    torch.save({**checkpoint, "optimizer_state_dict": optimiser.state_dict()}, GOOD / "pt-checkpoint.pt")
    expect("pt-checkpoint.pt", w.swapaxes(1, 2), b)
    for dtype in [torch.float16, torch.bfloat16, torch.float64]:
        name = f"pt-{str(dtype).split('.')[1]}.pt"
        weights, bias = model.W.detach().to(dtype), model.b_final.detach().to(dtype)
        torch.save({"W": weights, "b_final": bias}, GOOD / name)
        expect(name, weights.double().numpy().swapaxes(1, 2), bias.double().numpy())
    # Views into one storage: an offset, a transposition, a broadcast.
    base = torch.arange(40, dtype=torch.float32) / 32
    views = {"W": base[3:13].view(2, 5).t(), "b_final": base[20:21].expand(5)}
    for name, legacy in [("pt-views.pt", False), ("pt-views-legacy.pt", True)]:
        torch.save(views, GOOD / name, _use_new_zipfile_serialization=not legacy)
        expect(name, views["W"].t().numpy()[None], views["b_final"].numpy()[None])
    # What PyTorch 2 on a big-endian machine would write: the archive above with its numbers turned round, and what it adds since.
    with zipfile.ZipFile(GOOD / "pt-state-dict.pt") as little, zipfile.ZipFile(GOOD / "pt-big-endian.pt", "w") as big:
        for entry in little.infolist():
            data = little.read(entry)
            if "/data/" in entry.filename:
                data = np.frombuffer(data, "<f4").astype(">f4").tobytes()
            big.writestr(zipfile.ZipInfo(entry.filename), data)
        folder = little.namelist()[0].split("/")[0]
        for name, data in [("byteorder", "big"), (".format_version", "1"), (".data/serialization_id", "0123456789")]:
            big.writestr(zipfile.ZipInfo(f"{folder}/{name}"), data)
    EXPECTED["pt-big-endian.pt"] = EXPECTED["pt-state-dict.pt"]
    torch.save(base[:6].view(2, 3), GOOD / "pt-tensor.pt")
    expect("pt-tensor.pt", base[:6].view(2, 3).numpy()[None], layout="hidden-features")
    layers = torch.nn.Sequential(torch.nn.Linear(3, 6, bias=False), torch.nn.ReLU(), torch.nn.Linear(6, 3))
    for parameter in layers.parameters():
        parameter.data = torch.round(parameter.data * 64) / 64
    state = {"encoder.weight": layers[0].weight, "decoder.weight": layers[2].weight, "decoder.bias": layers[2].bias}
    torch.save({key: value.detach() for key, value in state.items()}, GOOD / "pt-encoder-decoder.pt")
    expect("pt-encoder-decoder.pt", *(state[key].detach().numpy()[None] for key in
                                      ["encoder.weight", "decoder.bias", "decoder.weight"]))

    (HERE / "good.json").write_text(json.dumps(EXPECTED, separators=(",", ":")).replace('},"', '},\n"') + "\n")


if __name__ == "__main__":
    torch.manual_seed(1)
    main()
