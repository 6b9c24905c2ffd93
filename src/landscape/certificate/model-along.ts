import type { ChartCoordinate } from '../../model/certificate.ts';
import { type BoundsSetting, boxBounds } from './box-bounds.ts';

/**
 * The model with the least loss along a direction: √λ W and λ b with λ = C/Q.
 *
 * @param point - the direction, in the coordinates of a chart.
 * @returns W, shape [hidden, features], row-major, then b if it is free. Rounded.
 */
export function modelAlong(
  setting: BoundsSetting,
  longest: number,
  coordinates: readonly ChartCoordinate[],
  point: Float64Array,
): Float64Array {
  const { featureCount, hiddenDimension, biasMode } = setting;
  const bounds = boxBounds(setting, longest);
  bounds.fill(point, point);
  const scale = bounds.low.linear / bounds.low.quadratic;
  const weightCount = hiddenDimension * featureCount;
  const model = new Float64Array(weightCount + (biasMode === 'free' ? featureCount : 0));
  model[longest] = Math.sqrt(scale);
  coordinates.forEach((coordinate, k) => {
    const value = point[k] ?? 0;
    if (coordinate.kind === 'bias') model[weightCount + coordinate.feature] = scale * value;
    else model[coordinate.row * featureCount + coordinate.feature] = Math.sqrt(scale) * value;
  });
  return model;
}
