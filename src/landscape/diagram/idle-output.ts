import type { Activation } from '../../model/activation.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { smoothActivation } from '../../numeric/smooth/smooth-activation.ts';
import { toNumber } from '../../support/rational.ts';

const MARGIN = 1e-6;
/** Slopes of saturated smooth φ: on the way to infinity, where gradients become rounding. */
const NO_SLOPE = 1e-7;

/** Whether φ is constant, to rounding, on the range of z_i = b_i + Σ_j G_ij x_j: then output i says nothing about the input. */
export function isIdle(activation: Activation, gram: Float64Array, bias: Float64Array, i: number): boolean {
  const count = bias.length;
  let [least, most] = [at(bias, i), at(bias, i)];
  for (let j = 0; j < count; j++) {
    const slope = at(gram, i * count + j);
    if (slope > 0) most += slope;
    else least += slope;
  }
  if (activation.kind === 'smooth') {
    const [left, right] = [least, most].map(smoothActivation(activation.name).jet);
    if (left === undefined || right === undefined) return false;
    const steepest = Math.max(Math.abs(left.slope), Math.abs(right.slope));
    return steepest < NO_SLOPE && Math.abs(right.value - left.value) < MARGIN;
  }
  const { pieces, breakpoints } = activation;
  return pieces.some(({ slope }, r) => {
    const [left, right] = [breakpoints[r - 1], breakpoints[r]];
    if (slope.n !== 0n) return false;
    const isAbove = left === undefined || least >= toNumber(left) - MARGIN;
    return isAbove && (right === undefined || most <= toNumber(right) + MARGIN);
  });
}

/**
 * Whether φ takes a value somewhere inside a piece that is not constant; of the smooth ones all take those in (0, 1). If it takes p/2, no model with an idle output is a global
 * minimum: the losses of the others, averaged over x_i, are at least those at the best constant x_i = c, which W_i = 0 and
 * b_j + G_ji c give; and output i, freed, is best at its mean p/2.
 */
export function reaches(activation: Activation, value: number): boolean {
  if (activation.kind === 'smooth') return value > 0 && value < 1;
  return activation.pieces.some(({ slope, intercept }, r) => {
    if (slope.n === 0n) return false;
    const z = (value - toNumber(intercept)) / toNumber(slope);
    const [left, right] = [activation.breakpoints[r - 1], activation.breakpoints[r]];
    return (left === undefined || z > toNumber(left)) && (right === undefined || z < toNumber(right));
  });
}
