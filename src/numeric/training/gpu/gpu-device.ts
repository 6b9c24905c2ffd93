/**
 * @file gpu.js behind a small typed door; no other file imports it. What is guarded against here:
 * - `isGPUSupported` and the mode gpu.js picks by itself say nothing about speed, so a mode is always named;
 * - a kernel that a mode cannot run is silently moved to the CPU, so the mode that really ran is checked after the first
 *   call, and a difference is an error.
 */

import { GPU, Input, type IPipelineRunShortcut, type KernelOutput } from 'gpu.js';
import { invariant } from '../../../support/errors.ts';
import type { KernelConstants, KernelFunction, Tensor } from './kernel-types.ts';

/** Fastest first, as a rule; only a measurement decides. */
export const GPU_MODES = ['webgpu', 'webgl2', 'headlessgl', 'webasm', 'cpu'] as const;

export type GpuMode = (typeof GPU_MODES)[number];

/** A kernel ready to be called inside a program. Its result is a handle: only another kernel can take it. */
export type DeviceKernel = (...tensors: readonly Tensor[]) => Tensor;

/** Kernels composed: traced once, replayed on every call, intermediate tensors never leaving the device. */
export interface DeviceProgram {
  /** The arguments are read before the call returns: their arrays may then be filled anew. */
  run(inputs: DeviceTensor, parameters: DeviceTensor, importances: DeviceTensor): Promise<ProgramResults>;
}

/** Each result as its rows. */
export type ProgramResults = readonly (readonly Float32Array[])[];

/** Single-precision numbers of shape [depth, rows, columns]. */
export interface DeviceTensor {
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number];
}

export type OpenedDevice =
  | { readonly status: 'open'; readonly device: GpuDevice }
  | { readonly status: 'unavailable'; readonly reason: string };

/** Opens a mode of gpu.js, or says why this machine does not have it. Whether it can run kernels shows at the first call. */
export function openDevice(mode: GpuMode): OpenedDevice {
  try {
    return { status: 'open', device: new GpuDevice(mode, new GPU({ mode })) };
  } catch (error) {
    return { status: 'unavailable', reason: reasonOf(error) };
  }
}

export class GpuDevice {
  readonly mode: GpuMode;
  readonly #gpu: GPU;

  constructor(mode: GpuMode, gpu: GPU) {
    this.mode = mode;
    this.#gpu = gpu;
  }

  /** @param output - the shape, slowest axis first: [depth, rows, columns] or [rows, columns]. */
  kernel(kernel: KernelFunction, output: readonly number[], constants: KernelConstants): DeviceKernel {
    return this.#gpu.createKernel(kernel as unknown as string, {
      output: output.toReversed(),
      constants,
      precision: 'single',
    }) as unknown as DeviceKernel;
  }

  /** @param compose - calls kernels on the handles it is given and returns the handles to be read back. */
  program(compose: (inputs: Tensor, parameters: Tensor, importances: Tensor) => Tensor[]): DeviceProgram {
    const pipeline = this.#gpu.createPipeline(compose as () => unknown);
    return {
      run: async (...tensors) => {
        const results = await pipeline(...tensors.map(({ values, shape }) => toInput(values, shape)));
        this.#requireMode(pipeline);
        return results as readonly KernelOutput[] as ProgramResults;
      },
    };
  }

  /** Frees all kernels, programs and workers. */
  async dispose(): Promise<void> {
    await this.#gpu.destroy();
  }

  #requireMode({ backend, fallbackReason }: IPipelineRunShortcut): void {
    const expected = BACKENDS[this.mode];
    invariant(backend === expected, `${this.mode} runs on ${expected}, not ${backend}: ${fallbackReason}`);
  }
}

/** What gpu.js reports as the backend when a mode runs as asked. */
const BACKENDS: Readonly<Record<GpuMode, string>> = {
  webgpu: 'webgpu',
  webgl2: 'gpu',
  headlessgl: 'gpu',
  webasm: 'webasm',
  cpu: 'cpu',
};

/** gpu.js takes typed arrays here, whatever its types say, and sizes fastest axis first. */
function toInput(values: Float32Array, [depth, rows, columns]: DeviceTensor['shape']): Input {
  return new Input(values as unknown as number[], [columns, rows, depth]);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
