import type { Activation } from '../../model/activation.ts';
import { toNumber } from '../../support/rational.ts';

/** The first threshold at which φ jumps, rounded; none if φ is continuous. */
export function jumpOf(activation: Activation): number | undefined {
  if (activation.kind === 'smooth') return undefined;
  const { breakpoints, pieces } = activation;
  const jump = breakpoints.find((point, r) => {
    const [left, right] = [pieces[r], pieces[r + 1]];
    if (left === undefined || right === undefined) return false;
    return right.slope.sub(left.slope).mul(point).add(right.intercept).sub(left.intercept).n !== 0n;
  });
  return jump === undefined ? undefined : toNumber(jump);
}
