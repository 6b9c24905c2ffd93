import * as assert from 'uvu/assert';
import { type FloatModel, task, toFloatModel, toyModel } from '../../src/model/toy-model.ts';
import { ONE, parseRational, rational, ZERO } from '../../src/support/rational.ts';
import { checkGradient } from '../../src/verify/check-gradient.ts';
import { suite } from '../support/suite.ts';

const HALF = rational(1n, 2n);
const KEY = { seed: 1, stream: 0 };

function model(weights: readonly string[], bias?: readonly string[]) {
  const densities = weights.map(() => HALF);
  return toyModel(
    task(
      densities,
      weights.map(() => ONE),
    ),
    [weights.map(parseRational)],
    bias?.map(parseRational),
  );
}

suite('check gradient', (test) => {
  test('a gradient that belongs to slightly different weights or biases disagrees', () => {
    const exact = model(['1', '-1/2', '3/4'], ['1/8', '1/4', '1/16']);
    const floats = toFloatModel(exact);
    assert.is(checkGradient(exact, floats, KEY).verdict, 'agrees');
    const shift = (change: Partial<FloatModel>) =>
      checkGradient(exact, { ...floats, ...change }, KEY).verdict;
    for (let k = 0; k < 3; k++) {
      const nudge = (values: Float64Array): Float64Array => values.map((v, i) => (i === k ? v + 1e-9 : v));
      assert.is(shift({ weights: nudge(floats.weights) }), 'disagrees');
      assert.is(shift({ importances: nudge(floats.importances) }), 'disagrees');
      assert.is(shift({ densities: nudge(floats.densities) }), 'disagrees');
    }
    assert.is(shift({ bias: floats.bias.map((b) => b + 1e-9) }), 'disagrees');
  });

  test('at and beside a kink, where a quotient of two sides is no derivative, the rest is compared', () => {
    for (const tiny of ['0', '1e-200', '-1e-30', '1e-7']) {
      for (const bias of ['0', '1e-13', '-1e-13', '1e-200']) {
        const exact = model(['1', tiny], ['0', bias]);
        const { verdict, tolerance } = checkGradient(exact, toFloatModel(exact), KEY);
        assert.is(verdict, 'agrees', `w ${tiny}, b ${bias}`);
        assert.ok(tolerance < 1e-10, `w ${tiny}, b ${bias}: the check has lost its edge`);
      }
    }
  });

  test('the worst of the directions is reported, in doubles that differ by less than the tolerance', () => {
    const exact = model(['1', '-1/2']);
    const { expected, observed, tolerance } = checkGradient(exact, toFloatModel(exact), KEY);
    assert.ok(Math.abs(expected.value - observed.value) <= tolerance);
    assert.ok(tolerance < 1e-11);
  });

  test('a loss without slope passes with a tolerance that is not negative', () => {
    const exact = toyModel(task([ZERO], [ONE]), [[ONE]]);
    const check = checkGradient(exact, toFloatModel(exact), KEY);
    assert.is(check.verdict, 'agrees');
    assert.ok(check.tolerance >= 0);
  });
});
