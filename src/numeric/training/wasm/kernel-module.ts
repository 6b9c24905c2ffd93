/**
 * @file The compiled kernels of `assembly/`, and what they export. All addresses and lengths are in bytes unless said
 * otherwise; what the functions do is documented there.
 */

import { KERNEL_BYTES } from './kernel-bytes.ts';

export interface Kernels {
  /** The one that the instance was given. */
  readonly memory: Memory;
  heapBase(): number;
  activate(kind: number, table: number, values: number, slopes: number, count: number): void;
  drawActivity(
    spec: number,
    k0: number,
    k1: number,
    k2: number,
    k3: number,
    step: number,
    block: number,
    count: number,
    isCompact: number,
    masks: number,
  ): number;
  drawRows(
    laws: number,
    masks: number,
    features: number,
    count: number,
    kept: number,
    rows: number,
    stride: number,
  ): void;
  drawLists(
    laws: number,
    masks: number,
    features: number,
    count: number,
    starts: number,
    ends: number,
    ranks: number,
    values: number,
  ): void;
  hasSmallKernel(n: number, m: number): number;
  smallGradient(
    n: number,
    m: number,
    rows: number,
    stride: number,
    kept: number,
    parameters: number,
    slopes: number,
    gradient: number,
  ): number;
  prepareNetwork(network: number): void;
  networkGradient(network: number, kept: number): number;
  foldSums(network: number): void;
}

/** The part of `WebAssembly.Memory` that is used. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Node and browsers have it; the library's types, which are for neither, do not. */
interface WebAssemblyGlobal {
  readonly Memory: new (descriptor: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Kernels };
}

const PAGE = 2 ** 16;

let compiled: object | undefined;

/** A fresh instance with a memory of its own, which holds what the kernels use themselves and grows by `grow`. */
export function instantiateKernels(): Kernels {
  const { Memory, Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyGlobal })
    .WebAssembly;
  compiled ??= new Module(Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0)));
  const { exports } = new Instance(compiled, { env: { memory: new Memory({ initial: 1 }) } });
  return exports;
}

/** Makes the memory at least so large. Views made before are void afterwards. */
export function growTo(memory: Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
}
