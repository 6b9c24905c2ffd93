"""Writes hostile/ and hostile.json: files that must be refused, and what the refusal says (a regular expression).

Made with Python's own modules and NumPy; nothing here loads what it writes.
"""

import io
import json
import os
import pathlib
import pickle
import struct
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
HOSTILE = HERE / "hostile"
EXPECTED = {}


def write(name, data, message):
    (HOSTILE / name).write_bytes(data)
    EXPECTED[name] = message


def npy(descr="'<f4'", shape="(2, 5)", order="False", data=b"\0" * 40, version=b"\x01\x00", extra=""):
    header = f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, {extra}}}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY" + version + struct.pack("<H", len(header)) + header.encode("latin1") + data


def numpy_files():
    write("npy-shape-1e12.npy", npy(shape="(1000000, 1000000)"), r"at most 33554432 numbers")
    write("npy-shape-overflow.npy", npy(shape="(4294967296, 4294967296, 4294967296)"), r"at most 33554432 numbers")
    write("npy-shape-1e400.npy", npy(shape="(1" + "0" * 90 + ", 5)"), r"whole numbers from 0|as NumPy writes")
    write("npy-negative.npy", npy(shape="(-2, 5)"), r"whole numbers from 0")
    write("npy-zero-size.npy", npy(shape="(0, 5)", data=b""), r"nothing of size 0")
    write("npy-scalar.npy", npy(shape="()", data=b"\0" * 4), r"a matrix.*found the shape \[\]")
    write("npy-objects.npy", npy(descr="'|O'", data=pickle.dumps([1.0])), r"never unpickled here")
    write("npy-records.npy", npy(descr="[('a', '<f4'), ('b', '<f4')]", data=b"\0" * 80), r"records with fields")
    write("npy-complex.npy", npy(descr="'<c8'", data=b"\0" * 80), r"complex")
    write("npy-code-in-header.npy", npy(shape="(__import__('os').system('true'),)"), r"as NumPy writes it|a shape such as")
    write("npy-duplicate-key.npy", npy(extra="'shape': (1, 1), "), r"each key of the header once")
    write("npy-other-key.npy", npy(extra="'more': 'x', "), r"alone")
    write("npy-truncated.npy", npy()[:-3], r"40 bytes of data.*found 37")
    write("npy-surplus.npy", npy() + b"xyz", r"40 bytes of data.*found 43")
    write("npy-header-cut.npy", npy()[:40], r"the header.*found the end at 40")
    write("npy-version-9.npy", npy(version=b"\x09\x00"), r"version 1.0, 2.0 or 3.0.*found 9.0")
    write("npy-nan.npy", npy(data=np.array([0, 1, np.nan] + [0] * 7, "<f4").tobytes()), r"NaN at \[0, 2\]")
    write("npy-infinite.npy", npy(data=np.array([0] * 9 + [-np.inf], "<f4").tobytes()), r"-Infinity at \[1, 4\]")
    write("npy-large.npy", npy(descr="'<f8'", data=np.full(10, 1e60).tobytes()), r"from -1e50 to 1e50")
    deep = "(" * 5000 + ")" * 5000
    write("npy-nested-header.npy", npy(shape=deep), r"as NumPy writes it")


def archive(entries, method=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as out:
        for name, data in entries:
            out.writestr(zipfile.ZipInfo(name), data, method)
    return bytearray(buffer.getvalue())


def zip_files():
    good = npy()
    write("npz-empty.npz", bytes(archive([])), r"at least one tensor")
    crc = archive([("W.npy", good)])
    at = crc.index(good) + len(good) - 1
    crc[at] ^= 1
    write("npz-wrong-crc.npz", bytes(crc), r"CRC-32")
    write("npz-truncated.npz", bytes(archive([("W.npy", good)]))[:-30], r"cut short")
    write("npz-duplicate.npz", bytes(archive([("W.npy", good), ("W.npy", good)])), r"each name once")
    write("npz-path.npz", bytes(archive([("../../W.npy", good)])), r"names without.*\.\./\.\./W")
    write("npz-absolute.npz", bytes(archive([("/etc/W.npy", good)])), r"names without")
    write("npz-backslash.npz", bytes(archive([("..@W.npy", good)])).replace(b"..@W", b"..\\W"), r"names without")
    write("npz-other-file.npz", bytes(archive([("W.npy", good), ("readme.txt", b"hello")])), r"named NAME.npy")
    write("npz-objects.npz", bytes(archive([("W.npy", npy(descr="'|O'", data=b"cos\nsystem\n"))])), r"never unpickled")

    bomb = archive([("W.npy", npy(shape="(1000, 2500)", data=b"\0" * 10_000_000))], zipfile.ZIP_DEFLATED)
    size = struct.pack("<I", len(npy(shape="(1000, 2500)", data=b"")) + 10_000_000)
    lying = bytes(bomb).replace(size, struct.pack("<I", 200))
    write("npz-bomb-lying.npz", lying, r"deflated data of 200 bytes")
    stated = bytes(bomb).replace(size, struct.pack("<I", 3_000_000_000))
    write("npz-bomb-stated.npz", stated, r"at most 268435456 bytes of contents")
    one = archive([("W.npy", good)], zipfile.ZIP_DEFLATED)
    broken = bytearray(one)
    broken[30 + len("W.npy") + 3] ^= 0xFF
    write("npz-not-deflate.npz", bytes(broken), r"deflated data|CRC-32|once inflated")
    local = bytearray(one)
    local[22:26] = struct.pack("<I", 7)
    write("npz-sizes-differ.npz", bytes(local), r"agrees with the directory")
    encrypted = bytes(one).replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
    encrypted = encrypted.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    write("npz-encrypted.npz", encrypted, r"without encryption")
    write("npz-bzip2.npz", bytes(archive([("W.npy", good)], zipfile.ZIP_BZIP2)), r"compression method 12")
    # Two entries of the directory for one piece of data: the quine bombs' trick.
    two = archive([("A.npy", good), ("B.npy", good)])
    start = two.index(b"PK\x01\x02")
    second = two.index(b"PK\x01\x02", start + 1)
    two[second + 42:second + 46] = struct.pack("<I", 0)
    two[second + 46:second + 47] = b"A"
    write("npz-same-data.npz", bytes(two), r"each name once")
    two[second + 46:second + 47] = b"B"
    write("npz-names-differ.npz", bytes(two), r"agrees with the directory")
    inner = bytes(archive([("B.npy", good)]))
    nested = archive([("A.npy", inner[:inner.index(b"PK\x01\x02")])])
    entry = bytes(archive([("B.npy", good)]))
    entry = entry[entry.index(b"PK\x01\x02"):entry.index(b"PK\x05\x06")]
    offset = nested.index(b"PK\x03\x04", 4)
    entry = entry[:42] + struct.pack("<I", offset) + entry[46:]
    end = nested.index(b"PK\x05\x06")
    directory = nested[nested.index(b"PK\x01\x02"):end] + entry
    record = bytearray(nested[end:])
    record[8:12] = struct.pack("<HH", 2, 2)
    record[12:16] = struct.pack("<I", len(directory))
    write("npz-overlap.npz", bytes(nested[:nested.index(b"PK\x01\x02")] + directory + record), r"share no bytes")
    many = bytearray(archive([("W.npy", good)]))
    many[-12:-10] = struct.pack("<H", 60_000)
    many[-14:-12] = struct.pack("<H", 60_000)
    write("npz-many-entries.npz", bytes(many), r"at most 10000 entries")


def safetensors(header, data=b"\0" * 48):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def tensor(begin, end, shape=(2, 5), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def safetensors_files():
    write("st-header-beyond-end.safetensors", struct.pack("<Q", 1000) + b'{"W":1}', r"1000 bytes at 8")
    write("st-header-2e63.safetensors", struct.pack("<Q", 2**63) + b"{}", r"below 2\^53|none of these")
    write("st-header-huge.safetensors", struct.pack("<Q", 10**9) + b"{}", r"at most 4194304 bytes")
    write("st-shape-1e12.safetensors", safetensors({"W": tensor(0, 48, (10**6, 10**6))}), r"at most 33554432 numbers")
    write("st-negative.safetensors", safetensors({"W": tensor(0, 48, (-3, -4))}), r"W\.shape\[0\]: .*whole number")
    write("st-overlap.safetensors",
          safetensors({"W": tensor(0, 40), "b": tensor(20, 40, (5,))}, b"\0" * 40), r"an overlap")
    write("st-hole.safetensors",
          safetensors({"W": tensor(0, 40), "b": tensor(44, 64, (5,))}, b"\0" * 64), r"a hole at 40")
    write("st-surplus.safetensors", safetensors({"W": tensor(0, 40)}), r"40 bytes of data.*found 48")
    write("st-truncated.safetensors", safetensors({"W": tensor(0, 40)}, b"\0" * 39), r"offsets within the 39 bytes")
    write("st-backwards.safetensors", safetensors({"W": tensor(40, 0)}, b"\0" * 40), r"offsets within")
    write("st-wrong-length.safetensors", safetensors({"W": tensor(0, 36)}, b"\0" * 36), r"40 bytes for the shape")
    twice = b'{"W":' + json.dumps(tensor(0, 40)).encode() + b',"W":' + json.dumps(tensor(0, 40)).encode() + b"}"
    write("st-duplicate.safetensors", safetensors(twice, b"\0" * 40), r"each key once")
    write("st-nested.safetensors", safetensors(b'{"W":' + b"[" * 100000, b""), r"nested|at most")
    write("st-not-json.safetensors", safetensors(b"{W: 1}", b""), r"valid JSON")
    write("st-list.safetensors", safetensors(b"{}", b""), r"at least one tensor")
    write("st-unknown-dtype.safetensors", safetensors({"W": tensor(0, 40, dtype="F7")}, b"\0" * 40), r"W\.dtype: expected one of F64")
    write("st-float-shape.safetensors", safetensors(b'{"W":{"dtype":"F32","shape":[2.5,4],"data_offsets":[0,40]}}', b"\0" * 40),
          r"W\.shape\[0\]")
    write("st-proto.safetensors", safetensors(b'{"__proto__":{"dtype":"F32","shape":[2,5],"data_offsets":[0,40],"x":1}}', b"\0" * 40),
          r"an unknown key")
    values = np.array([0.0] * 9 + [np.nan], "<f4").tobytes()
    write("st-nan.safetensors", safetensors({"W": tensor(0, 40)}, values), r"NaN at \[1, 4\]")


class Calls:
    def __init__(self, function, *args):
        self.result = (function, args)

    def __reduce__(self):
        return self.result


def torch_zip(pickled, storages=(("0", b"\0" * 40),), extra=()):
    entries = [("a/data.pkl", pickled), *((f"a/data/{key}", data) for key, data in storages), ("a/version", b"3\n")]
    return bytes(archive([*entries, *extra]))


def unicode(text):
    return b"X" + struct.pack("<I", len(text)) + text.encode()


def storage(kind="FloatStorage", key="0", count=10):
    return (b"(" + unicode("storage") + f"ctorch\n{kind}\n".encode() + unicode(key) + unicode("cpu")
            + b"J" + struct.pack("<i", count) + b"tQ")


def rebuilt(store=None, offset=0, shape=(2, 5), strides=(5, 1)):
    def integers(values):
        return b"(" + b"".join(b"J" + struct.pack("<i", value) for value in values) + b"t"

    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + (store or storage()) + b"J" + struct.pack("<i", offset)
            + integers(shape) + integers(strides) + b"\x89ccollections\nOrderedDict\n)RtR")


def state(*pairs):
    return b"\x80\x02}(" + b"".join(unicode(key) + value for key, value in pairs) + b"u."


def pickle_files():
    system = pickle.dumps(Calls(os.system, "touch /tmp/antipode-was-here"), protocol=2)
    write("pt-os-system.pt", torch_zip(system), r'Python name "posix\.system"')
    write("pt-os-system-protocol-4.pt", torch_zip(pickle.dumps(Calls(os.system, "true"), protocol=4)), r'"posix\.system"')
    write("pt-eval-in-state.pt", torch_zip(state(("W", b"c__builtin__\neval\n(" + unicode("1") + b"tR"))), r'"__builtin__\.eval"')
    write("pt-legacy-os-system.pt", system, r'"posix\.system"')
    write("pt-inst.pt", torch_zip(b"(S'true'\nios\nsystem\n."), r"operation STRING")
    write("pt-obj.pt", torch_zip(b"(ccollections\nOrderedDict\no."), r"operation OBJ")
    write("pt-newobj.pt", torch_zip(b"\x80\x02ccollections\nOrderedDict\n)\x81."), r"operation NEWOBJ")
    write("pt-ext.pt", torch_zip(b"\x80\x02\x82\x01."), r"operation EXT1")
    write("pt-no-opcode.pt", torch_zip(b"\x80\x02\xff."), r"0xff, which is none")
    write("pt-ordered-dict-args.pt", torch_zip(b"\x80\x02ccollections\nOrderedDict\n(]tR."), r"as PyTorch writes it")
    write("pt-reduce-storage.pt", torch_zip(b"\x80\x02ctorch\nFloatStorage\n(K\x05tR."), r"as PyTorch writes it")
    write("pt-whole-model.pt", torch_zip(b"\x80\x02c__main__\nMyModel\n)\x81."), r"state_dict\(\).*__main__\.MyModel")
    write("pt-memo-loop.pt", torch_zip(b"\x80\x02}q\x00" + unicode("W") + b"h\x00s."), r"one within itself")
    write("pt-memo-list-loop.pt", torch_zip(b"\x80\x02]q\x00h\x00a."), r"found a list")
    # Fourteen dictionaries, each holding the one before twice: 2^14 ways to one tensor.
    laughs = b"\x80\x02}" + unicode("d0") + b"}" + unicode("W") + rebuilt() + b"sq\x00s"
    for level in range(1, 15):
        previous = b"h" + bytes([level - 1])
        laughs += unicode(f"d{level}") + b"}(" + unicode("a") + previous + unicode("b") + previous + b"uq" + bytes([level]) + b"s"
    write("pt-laughs.pt", torch_zip(laughs + b"."), r"at most 10000 entries")
    write("pt-memo-missing.pt", torch_zip(b"\x80\x02h\x07."), r"number 7, which was not")
    write("pt-deep.pt", torch_zip(b"\x80\x02" + b"(" * 50_000 + b"t" * 50_000 + b"."), r"found another object")
    nested = b"\x80\x02" + (b"}" + unicode("d")) * 40 + rebuilt() + b"s" * 40 + b"."
    write("pt-deep-dictionaries.pt", torch_zip(nested), r"at most 16 deep")
    write("pt-stack-underflow.pt", torch_zip(b"\x80\x02tR."), r"a mark")
    write("pt-truncated-pickle.pt", torch_zip(b"\x80\x02}X\xff\xff\xff\x7f"), r"an argument in a pickle")
    write("pt-after-stop.pt", torch_zip(state(("W", rebuilt())) + b"more"), r"after the pickle")
    write("pt-shape-1e12.pt", torch_zip(state(("W", rebuilt(shape=(10**6, 10**6), strides=(0, 0))))), r"at most 33554432 numbers")
    write("pt-negative.pt", torch_zip(state(("W", rebuilt(shape=(-2, 5))))), r"whole numbers from 0")
    write("pt-negative-stride.pt", torch_zip(state(("W", rebuilt(offset=9, strides=(-5, -1))))), r"whole numbers from 0")
    write("pt-beyond-storage.pt", torch_zip(state(("W", rebuilt(offset=1)))), r"reaches number 10")
    write("pt-storage-missing.pt", torch_zip(state(("W", rebuilt())), storages=()), r"storage.*found none")
    write("pt-storage-short.pt", torch_zip(state(("W", rebuilt())), storages=(("0", b"\0" * 36),)), r"10 numbers of float32")
    write("pt-strides-missing.pt", torch_zip(state(("W", rebuilt(strides=(1,))))), r"2 strides for the shape")
    write("pt-storage-key.pt", torch_zip(state(("W", rebuilt(storage(key="../version"))))), r"storage.*found none")
    write("pt-complex.pt", torch_zip(state(("W", rebuilt(storage(kind="ComplexFloatStorage"))))), r"ComplexFloatStorage")
    write("pt-byteorder.pt", torch_zip(state(("W", rebuilt())), extra=[("a/byteorder", b"middle")]), r"little or big")
    write("pt-torchscript.pt", torch_zip(b"\x80\x02}.", extra=[("a/constants.pkl", b"\x80\x02)."), ("a/code/x.py", b"")]), r"TorchScript")
    write("pt-nan.pt", torch_zip(state(("W", rebuilt())), storages=(("0", np.full(10, np.nan, "<f4").tobytes()),)), r"NaN at \[0, 0\]")
    write("pt-no-tensors.pt", torch_zip(b"\x80\x02}" + unicode("epoch") + b"K\x03s."), r"a dictionary without tensors")
    write("pt-other-pickle.pt", pickle.dumps({"W": [1.0]}, protocol=2), r"a file of torch\.save")
    magic = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
    head = magic + b"\x80\x02M\xe9\x03." + b"\x80\x02}."
    keys = b"\x80\x02](" + unicode("0") + b"e."
    body = head + state(("W", rebuilt()))
    write("pt-legacy-truncated.pt", body + keys + struct.pack("<q", 10) + b"\0" * 20, r"a storage")
    write("pt-legacy-count.pt", body + keys + struct.pack("<q", 10**12) + b"\0" * 40, r"a storage of 10 numbers")
    write("pt-legacy-surplus.pt", body + keys + struct.pack("<q", 10) + b"\0" * 44, r"after the storages")
    write("pt-legacy-keys.pt", body + b"\x80\x02](" + unicode("0") * 2 + b"e." + struct.pack("<q", 10) + b"\0" * 40, r"once each")


def other_files():
    write("empty.pt", b"", r"an empty file")
    write("text.npz", b"hello, these are my weights\n", r"none of these")
    write("hdf5.npz", b"\x89HDF\r\n\x1a\n" + b"\0" * 100, r"HDF5")
    write("gzip.npy", b"\x1f\x8b\x08" + b"\0" * 20, r"gzip")
    write("json-nan.json", b'{"schema":"antipode/weights@1","layout":"hidden-features","tensors":{"W":[[1,NaN]]}}', r"finite number")
    write("json-ragged.json", b'{"schema":"antipode/weights@1","layout":"hidden-features","tensors":{"W":[[1,2],[3]]}}', r"tensors\.W\[1\]: expected a list of 2")
    write("json-schema.json", b'{"schema":"antipode/model@1"}', r"antipode/weights@1")
    write("json-1e400.json", b'{"schema":"antipode/weights@1","layout":"hidden-features","tensors":{"W":[[1,1e400]]}}', r"finite number")


def main():
    HOSTILE.mkdir(exist_ok=True)
    for old in HOSTILE.iterdir():
        old.unlink()
    numpy_files()
    zip_files()
    safetensors_files()
    pickle_files()
    other_files()
    (HERE / "hostile.json").write_text(json.dumps(EXPECTED, indent=0, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
