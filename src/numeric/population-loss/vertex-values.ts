import { addPair } from './error-free.ts';
import type { GramPairs } from './gram-pairs.ts';
import type { OutputState } from './output-state.ts';

/**
 * Tabulates z and z − x_i of output i at all vertices of the cube, and the two sums over slopes that linear faces need.
 *
 * Rounded: every value of z and z − x_i carries 2⁻¹⁰⁴ of the largest partial sum before it is read as a double, so signs
 * and ratios of vertex values next to a chamber wall are those of the exact numbers.
 *
 * @param i - the output.
 * @param bias - b_i.
 * @complexity O(2ⁿ).
 */
export function fillVertexValues(state: OutputState, gram: GramPairs, i: number, bias: number): void {
  const { featureCount, vertex, vertexLow, residual, residualLow, slope, halfSlope, variance } = state;
  const row = i * featureCount;
  const root = gram.magnification[i] ?? 1;
  vertex[0] = root * (root * bias);
  residual[0] = bias;
  vertexLow[0] = 0;
  residualLow[0] = 0;
  let rising = 0;
  let falling = 0;
  for (let j = 0; j < featureCount; j++) {
    const bit = 1 << j;
    const entry = row + j;
    const slopeJ = gram.residualHigh[entry] ?? 0;
    slope[j] = slopeJ;
    const entryValue = gram.high[entry] ?? 0;
    if (entryValue > 0) rising |= bit;
    if (entryValue < 0) falling |= bit;
    for (let set = 0; set < bit; set++) {
      const larger = set | bit;
      addPair(vertex, vertexLow, larger, set, gram.high, gram.low, entry);
      addPair(residual, residualLow, larger, set, gram.residualHigh, gram.residualLow, entry);
      halfSlope[larger] = (halfSlope[set] ?? 0) + slopeJ / 2;
      variance[larger] = (variance[set] ?? 0) + (slopeJ * slopeJ) / 12;
    }
  }
  state.rising = rising;
  state.falling = falling;
}
