import { type BoundsSetting, boxBounds } from './box-bounds.ts';

/**
 * The model without bias that has the least loss along a direction: √λ W with λ = C/Q.
 *
 * @param point - the direction, in the coordinates of a chart.
 * @returns W, shape [hidden, features], row-major. Rounded.
 */
export function modelAlong(setting: BoundsSetting, longest: number, point: Float64Array): Float64Array {
  const bounds = boxBounds(setting, longest);
  bounds.fill(point, point);
  const scale = Math.sqrt(bounds.low.linear / bounds.low.quadratic);
  return bounds.box.low.map((weight) => scale * weight);
}
