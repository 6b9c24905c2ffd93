import type { TrainedActivation } from '../trained-network.ts';

/** An activation as `activate` of assembly/activation.ts reads it. */
export interface ActivationTable {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

const SMOOTH_KINDS = { sigmoid: 3, tanh: 4, softplus: 5, gelu: 6 } as const;

export function activationTable(activation: TrainedActivation): ActivationTable {
  if (activation.kind === 'smooth') return { kind: SMOOTH_KINDS[activation.name], bytes: new Uint8Array(0) };
  const { name, breakpoints, pieces } = activation;
  const table = new DataView(new ArrayBuffer(12 * pieces.length));
  table.setInt32(0, breakpoints.length, true);
  pieces.forEach(({ slope, intercept }, r) => {
    if (r > 0) table.setFloat32(12 * r, breakpoints[r - 1] as number, true);
    table.setFloat32(12 * r + 4, slope, true);
    table.setFloat32(12 * r + 8, intercept, true);
  });
  return { kind: name === 'linear' ? 0 : name === 'relu' ? 1 : 2, bytes: new Uint8Array(table.buffer) };
}
