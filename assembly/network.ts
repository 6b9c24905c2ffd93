// The network that is trained, y = φ(D ψ(E x) + b), and its parameters in the layouts the kernels want. Rows of E, D and their
// gradients belong to features and hold mp ≥ m hidden dimensions, a multiple of four.

/** Written by src/numeric/training/wasm/network-memory.ts, in this order. */
@unmanaged
export class Network {
  n: i32;
  m: i32;
  mp: i32;
  isTied: i32;
  isAbsolute: i32;
  hiddenKind: i32;
  hiddenTable: usize;
  outputKind: i32;
  outputTable: usize;
  /** W or W₁, shape [m, n]; untied W₂, shape [n, m]; b, shape [n]; f32. */
  parameters: usize;
  /** The same, f64; added to. May lie in the place of the parameters, which `prepareNetwork` alone reads. */
  gradient: usize;
  /** 2 I / B, shape [n, rounded up to four], as are all rows below that belong to features. */
  slopes: usize;
  /** E, shape [n, mp]. */
  encoder: usize;
  /** D, shape [n, mp]; the same place if tied. */
  decoder: usize;
  /** D once more, four features at a time: shape [n / 4, m, 4]. */
  panels: usize;
  bias: usize;
  /** Gradients of E and D in f32, folded into `gradient` after each block; the same place if tied. */
  encoderSums: usize;
  decoderSums: usize;
  /** Shape [tile, mp]: h; ψ′; the gradient by h. */
  hidden: usize;
  hiddenSlopes: usize;
  back: usize;
  /** h, shape [mp, stride]. */
  hiddenRows: usize;
  /** Four outputs, shape [4, tile]; φ′ of one of them, shape [tile]. */
  outputs: usize;
  outputSlopes: usize;
  /** x of one feature, shape [tile], zeros between uses. */
  target: usize;
  /** Whether the inputs are rows, of `pitch` bytes for each feature, or lists. */
  isDense: i32;
  rows: usize;
  pitch: usize;
  /** Lists: of each feature, where its entries of the tile at hand begin, and where its entries end. */
  starts: usize;
  ends: usize;
  ranks: usize;
  values: usize;

  /** Of a row of E. */
  @inline
  get rowBytes(): usize {
    return <usize>this.mp << 2;
  }
}

/** Brings the parameters into the layouts of the kernels. */
export function prepareNetwork(net: Network): void {
  const size = <usize>net.n * <usize>net.m;
  const bytes = net.rowBytes;
  for (let i = 0; i < net.n; i++) {
    let row = net.encoder + <usize>i * bytes;
    let from = net.parameters + (<usize>i << 2);
    for (let h = 0; h < net.m; h++) {
      store<f32>(row, load<f32>(from));
      row += 4;
      from += <usize>net.n << 2;
    }
    if (!net.isTied) {
      const at = net.parameters + ((size + <usize>i * <usize>net.m) << 2);
      memory.copy(net.decoder + <usize>i * bytes, at, <usize>net.m << 2);
    }
    row = net.decoder + <usize>i * bytes;
    let place = net.panels + (((<usize>i >> 2) * <usize>net.m) << 4) + ((<usize>i & 3) << 2);
    for (let h = 0; h < net.m; h++) {
      store<f32>(place, load<f32>(row));
      row += 4;
      place += 16;
    }
  }
  const biasAt = net.parameters + ((net.isTied ? size : 2 * size) << 2);
  memory.copy(net.bias, biasAt, <usize>net.n << 2);
}

/** Adds the sums of a block to the gradient and clears them. */
export function foldSums(net: Network): void {
  const size = <usize>net.n * <usize>net.m;
  const bytes = net.rowBytes;
  for (let i = 0; i < net.n; i++) {
    const row = net.encoderSums + <usize>i * bytes;
    let at = net.gradient + (<usize>i << 3);
    for (let h = 0; h < net.m; h++) {
      store<f64>(at, load<f64>(at) + <f64>load<f32>(row + (<usize>h << 2)));
      at += <usize>net.n << 3;
    }
    if (!net.isTied) {
      const sums = net.decoderSums + <usize>i * bytes;
      at = net.gradient + ((size + <usize>i * <usize>net.m) << 3);
      for (let h = 0; h < net.m; h++) {
        store<f64>(at, load<f64>(at) + <f64>load<f32>(sums + (<usize>h << 2)));
        at += 8;
      }
    }
  }
  const total = <usize>((net.n + 3) & ~3) * bytes;
  memory.fill(net.encoderSums, 0, total);
  if (!net.isTied) memory.fill(net.decoderSums, 0, total);
}
