import * as assert from 'uvu/assert';
import { lossAndGradientOf } from '../../../src/numeric/population-loss/loss-and-gradient-of.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { suite } from '../../support/suite.ts';
import { assertEqualUpTo, model } from './plain-models.ts';

/** The documented relative error of each of the two sides of an equation, and some for more features than ten. */
const RELATIVE = 2e-12;

/** The evaluation of two models side by side, as one of orthogonal blocks, against each on its own. */
function assertBlocksAdd(size: number, densityOf: (feature: number) => number): void {
  const half = (block: number) =>
    model(
      Array.from({ length: size }, (_, i) => densityOf(block * size + i)),
      Array.from({ length: size }, (_, i) => 1 - 0.05 * i),
      [Array.from({ length: size }, (_, i) => Math.sin(1 + 2 * i + block))],
      Array.from({ length: size }, (_, i) => 0.3 * Math.cos(3 * i + block)),
    );
  const [first, second] = [half(0), half(1)] as const;
  const zeros = Array.from({ length: size }, () => 0);
  const together = model(
    [...first.densities, ...second.densities],
    [...first.importances, ...second.importances],
    [
      [...first.weights, ...zeros],
      [...zeros, ...second.weights],
    ],
    [...first.bias, ...second.bias],
  );
  const evaluator = populationLoss(together, 2, { maxFeatures: 14 });
  const weightGradient = new Float64Array(4 * size);
  const biasGradient = new Float64Array(2 * size);
  const loss = evaluator.lossAndGradient(together.weights, together.bias, weightGradient, biasGradient);
  const [one, other] = [lossAndGradientOf(first), lossAndGradientOf(second)];
  assertEqualUpTo(loss, one.loss + other.loss, RELATIVE * loss);
  [...one.gradient.bias, ...other.gradient.bias].forEach((slope, i) => {
    assertEqualUpTo(biasGradient[i], slope, RELATIVE * Math.sqrt(loss), `bias ${i}`);
  });
  // The slopes that turn a weight out of its block are no part of this law.
  [...one.gradient.weights].forEach((slope, i) => {
    assertEqualUpTo(weightGradient[i], slope, 10 * RELATIVE * Math.sqrt(loss), `weight ${i}`);
  });
  assert.is(evaluator.featureCount, 2 * size);
}

suite('populationLoss of many features', (test) => {
  test('law: blocks of six that do not interact add up to twelve, every feature told apart', () => {
    assertBlocksAdd(6, (feature) => 0.2 + 0.05 * feature);
  });

  test('law: blocks of seven of equal density add up to fourteen, strangers counted instead of told apart', () => {
    assertBlocksAdd(7, () => 0.3);
  });
});
