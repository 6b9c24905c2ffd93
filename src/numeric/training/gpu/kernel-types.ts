/**
 * @file The language of the kernels in this folder, a small part of TypeScript that gpu.js can read.
 *
 * gpu.js takes a kernel's source from the running function and translates it: to plain JavaScript, WebAssembly, GLSL or
 * WGSL. So a kernel is one flat top-level function of numbers and arrays; no function inside it, no closure, no arrow, no
 * optional chaining, no `??`, no array in a variable; every loop is bounded by a constant. A kernel computes one number, at
 * the place `this.thread` of its output. Type assertions are erased before gpu.js sees the source.
 *
 * Shapes below are written slowest axis first, [instances, features, samples]; `this.thread.z, .y, .x` are its indices in
 * that order. K counts the instances of one group, B the samples, P the partial sums.
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];
export type Tensor = readonly Matrix[];

/** What `this` is inside a kernel. */
export interface KernelThis {
  readonly thread: { readonly x: number; readonly y: number; readonly z: number };
  readonly constants: KernelConstants;
}

/** Known when the kernel is compiled. */
export interface KernelConstants {
  /** n. */
  readonly featureCount: number;
  /** m. */
  readonly hiddenDimension: number;
  /** B. */
  readonly batchSize: number;
  /** P, a power of two that divides B. */
  readonly partCount: number;
  /** B / P. */
  readonly samplesPerPart: number;
}

export type KernelFunction = (this: KernelThis, ...tensors: Tensor[]) => number;
