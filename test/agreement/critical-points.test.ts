import * as assert from 'uvu/assert';
import { criticalPoints } from '../../src/landscape/critical/critical-points.ts';
import { task, toFloatTask, toyModel } from '../../src/model/toy-model.ts';
import { parseRational, rationalFromNumber, toNumber } from '../../src/support/rational.ts';
import { exactGradient } from '../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { suite } from '../support/suite.ts';

/** The gradient in rationals, of the doubles that were found, knows nothing of the recurrence that found them. */
suite('critical points by exact derivatives', (test) => {
  for (const [density, importances, m, bias] of [
    ['3/10', ['1', '1'], 1, 'free'],
    ['1/5', ['1', '4/5', '1/2'], 1, 'none'],
    ['1/10', ['1', '1', '1'], 2, 'free'],
    ['3/5', ['1', '9/10', '4/5'], 2, 'none'],
  ] as const) {
    test(`law: their exact gradient is rounding: p = ${density}, I = ${importances}, m = ${m}, bias ${bias}`, () => {
      const inputs = task(
        importances.map(() => parseRational(density)),
        importances.map(parseRational),
      );
      const { points } = criticalPoints(toFloatTask(inputs), m, { bias, saddles: true, patience: 6 });
      const unit = importances.reduce(
        (sum, importance) =>
          sum + (toNumber(parseRational(importance)) * toNumber(parseRational(density))) / 3,
        0,
      );
      for (const { loss, weights, bias: biases, kinks } of points) {
        const rows = Array.from({ length: m }, (_, h) =>
          Array.from(
            weights.slice(h * inputs.featureCount, (h + 1) * inputs.featureCount),
            rationalFromNumber,
          ),
        );
        const model = toyModel(inputs, rows, Array.from(biases, rationalFromNumber));
        assert.ok(Math.abs(toNumber(expectedLoss(model).loss) - loss) <= 1e-13 * loss);
        const exact = exactGradient(model);
        const kinked = kinks.map(({ feature }) => feature);
        const slopes = [...exact.weights, ...(bias === 'free' ? [exact.bias] : [])].flatMap((row) =>
          row.flatMap((slope, i) => (kinked.includes(i) ? [] : [toNumber(slope)])),
        );
        // Newton stops where rounding does: 1e-13 of the largest curvature, of order 10 here.
        assert.ok(
          Math.hypot(...slopes) <= 2e-12 * unit,
          `${Math.hypot(...slopes)} at ${weights} | ${biases}`,
        );
      }
    });
  }
});
