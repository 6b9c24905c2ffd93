import * as assert from 'uvu/assert';
import { pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { ONE, type Rational, rational, rationalFromNumber, ZERO } from '../../src/support/rational.ts';
import type { Check } from '../../src/verify/verdict.ts';
import { verifyTrained } from '../../src/verify/verify-trained.ts';
import { suite } from '../support/suite.ts';

/** Two minima here: the antipodal pair and, twice as high, the first feature alone. */
const PAIR = task([rational(3n, 10n), rational(3n, 10n)], [ONE, rational(1n, 2n)]);
const [GLOBAL, LOCAL] = pairMinima(0.3, 0.5);
const OPTIONS = { seed: 1, alpha: 1e-9, relativePrecision: 0.1, maxSamples: 1_000_000 };

function at(weights: readonly [number, number], scale = 1, bias?: readonly Rational[]) {
  return toyModel(PAIR, [weights.map((w) => rationalFromNumber(w * scale))], bias);
}

function againstMinima(checks: readonly Check[]): [name: string, verdict: string][] {
  return checks
    .filter(({ name }) => name.includes('stopped') || name.startsWith('best'))
    .map(({ name, verdict }) => [name, verdict]);
}

suite('verify trained models', (test) => {
  const local = LOCAL?.weights ?? [0, 0];

  test('a model in another minimum contradicts nothing, as long as one reaches the global minimum', () => {
    const checks = verifyTrained([at(local), at(GLOBAL.weights)], OPTIONS);
    assert.equal(againstMinima(checks), [
      ['model 0: stopped at a minimum', 'agrees'],
      ['model 1: stopped at a minimum', 'agrees'],
      ['best of 2 trained models = global minimum (antipodal)', 'agrees'],
    ]);
    assert.match(
      checks.find(({ name }) => name.startsWith('model 0: stopped'))?.explanation ?? '',
      /local minimum/,
    );
  });

  test('if none reaches it, or one stops short of any, nothing is decided', () => {
    assert.equal(againstMinima(verifyTrained([at(local), at(local, 1.2)], OPTIONS)), [
      ['model 0: stopped at a minimum', 'agrees'],
      ['model 1: stopped at a minimum', 'inconclusive'],
      ['best of 2 trained models = global minimum (antipodal)', 'inconclusive'],
    ]);
  });

  test('models with a bias are compared by the witnesses alone', () => {
    const checks = verifyTrained([at(GLOBAL.weights, 1, [rational(1n, 10n), ZERO])], OPTIONS);
    assert.equal(againstMinima(checks), []);
    assert.equal(
      checks.map(({ name }) => name),
      [
        'model 0: closed form = recurrence',
        'model 0: exact loss = sampled loss',
        'model 0: gradient = exact difference quotient',
      ],
    );
  });

  test('losses are in the unit of the first importance', () => {
    const tenfold = task([rational(3n, 10n), rational(3n, 10n)], [rational(10n), rational(5n)]);
    const model = toyModel(tenfold, [GLOBAL.weights.map(rationalFromNumber)]);
    const best = verifyTrained([model], OPTIONS).at(-1);
    assert.is(best?.verdict, 'agrees');
    assert.ok(Math.abs((best?.expected.value ?? 0) - 10 * GLOBAL.loss) < 1e-12);
    assert.ok(Math.abs((best?.observed.value ?? 0) - 10 * GLOBAL.loss) < 1e-9);
  });
});
