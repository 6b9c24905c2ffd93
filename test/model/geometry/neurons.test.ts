import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { canonicalNeurons } from '../../../src/model/geometry/canonical-neurons.ts';
import { neuronGeometry } from '../../../src/model/geometry/neuron-geometry.ts';
import {
  formatRational,
  parseRational,
  type Rational,
  rational,
  ZERO,
} from '../../../src/support/rational.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { runs, suite } from '../../support/suite.ts';

const row = (text: string): Rational[] => text.split(' ').map(parseRational);

const layer = fc.integer({ min: 1, max: 4 }).chain((n) => {
  const vector = fc.array(smallRational(), { minLength: n, maxLength: n });
  return fc.record({
    rows: fc.array(fc.tuple(vector, vector, fc.integer({ min: 1, max: 9 }), fc.nat()), {
      minLength: 1,
      maxLength: 5,
    }),
    n: fc.constant(n),
  });
});

suite('hidden neurons', (test) => {
  test('known value: one feature alone, k equal ones, none', () => {
    const found = neuronGeometry([row('0 3 0 0'), row('2 -2 2 0'), row('0 0 0 0'), row('1 2/5 0 0')]);
    assert.equal(
      found.map(({ semanticity }) => semanticity),
      ['monosemantic', 'polysemantic', 'dead', 'monosemantic'],
    );
    const text = (value: Rational | undefined): string => (value === undefined ? '–' : formatRational(value));
    assert.equal(
      found.map(({ effectiveFeatures }) => text(effectiveFeatures)),
      ['1', '3', '–', '841/641'],
    );
    assert.equal(
      found.map(({ largestShare }) => text(largestShare)),
      ['1', '1/3', '–', '25/29'],
    );
    assert.equal(
      found.map(({ features }) => [...features]),
      [[1], [0, 1, 2], [], [0]],
    );
  });

  test('regression: a feature counts from √2 − 1 of the largest on, decided exactly', () => {
    // 70/169 < √2 − 1 < 169/408, consecutive convergents.
    assert.equal(
      neuronGeometry([row('1 169/408'), row('1 -70/169')]).map(({ features }) => features.length),
      [2, 1],
    );
  });

  test('law: exchanges and positive scales of neurons do not change the canonical layer', () => {
    fc.assert(
      fc.property(layer, ({ rows, n }) => {
        const neuronsOf = (list: typeof rows, scaled: boolean): Parameters<typeof canonicalNeurons>[0] => {
          const factor = (c: number): Rational => rational(BigInt(scaled ? c : 1), BigInt(scaled ? 7 : 1));
          return {
            inputWeights: list.map(([input, , c]) => input.map((entry) => entry.mul(factor(c)))),
            outputWeights: Array.from({ length: n }, (_, i) =>
              list.map(([, output, c]) => (output[i] ?? ZERO).div(factor(c))),
            ),
          };
        };
        // A zero row has no scale of its own to undo.
        const live = rows.filter(([input]) => input.some(({ n: numerator }) => numerator !== 0n));
        const shuffled = live.toSorted((left, right) => left[3] - right[3]);
        assert.equal(
          canonicalNeurons(neuronsOf(shuffled, true), 'free'),
          canonicalNeurons(neuronsOf(live, false), 'free'),
        );
        assert.equal(
          canonicalNeurons(neuronsOf(shuffled, false), 'fixed'),
          canonicalNeurons(neuronsOf(live, false), 'fixed'),
        );
      }),
      runs(60),
    );
  });
});
