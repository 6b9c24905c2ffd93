import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { featureDimensionalities } from '../../../src/model/feature-dimensionality.ts';
import { weightGeometry } from '../../../src/model/geometry/weight-geometry.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  toNumber,
  ZERO,
} from '../../../src/support/rational.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { runs, suite } from '../../support/suite.ts';

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }))
  .chain(([m, n]) =>
    fc.array(fc.array(smallRational(), { minLength: n, maxLength: n }), { minLength: m, maxLength: m }),
  );

const rows = (...texts: readonly string[]): Rational[][] =>
  texts.map((row) => row.split(' ').map(parseRational));

suite('geometry of weights', (test) => {
  test('known value: a digon, a feature of its own and one without a direction', () => {
    const found = weightGeometry(rows('1 -1/2 0 0', '0 0 2 0'));
    const text = (value: Rational | undefined): string => (value === undefined ? '–' : formatRational(value));
    // G = [1, −1/2; −1/2, 1/4]: D = 1 / (1 + 1/4) and (1/16) / (1/16 + 1/4); superposition (1/4) / 1 and (1/4) / (1/4).
    assert.equal(
      found.features.map(({ dimensionality }) => text(dimensionality)),
      ['4/5', '1/5', '1', '0'],
    );
    assert.equal(
      found.features.map(({ superposition }) => text(superposition)),
      ['1/4', '1', '0', '–'],
    );
    assert.equal(
      found.features.map(({ squaredLength }) => text(squaredLength)),
      ['1', '1/4', '4', '0'],
    );
    assert.is(text(found.capacity), '2');
    assert.is(text(found.squaredNorm), '21/4');
    assert.is(text(found.dimensionsPerFeature), '8/21');
    assert.is(weightGeometry(rows('0 0')).dimensionsPerFeature, undefined);
    assert.throws(() => weightGeometry([]), /at least one feature/);
  });

  test('law: the doubles’ own way to D agrees, and capacities add up to at most m', () => {
    fc.assert(
      fc.property(matrix, (weights) => {
        const { features, capacity, featureCount, hiddenDimension } = weightGeometry(weights);
        const floats = featureDimensionalities(Float64Array.from(weights.flat(), toNumber), featureCount);
        features.forEach(({ dimensionality }, i) => {
          assert.ok(Math.abs(toNumber(dimensionality) - (floats[i] ?? 0)) < 1e-12);
        });
        assert.ok(toNumber(capacity) <= Math.min(featureCount, hiddenDimension));
        const sum = features.reduce((total, { dimensionality }) => total.add(dimensionality), ZERO);
        assert.ok(sum.equals(capacity));
      }),
      runs(100),
    );
  });

  test('law: a rotation by (3/5, 4/5) and a mirror image change nothing, exactly', () => {
    const [cosine, sine] = [parseRational('3/5'), parseRational('4/5')];
    fc.assert(
      fc.property(matrix, ([first = [], ...others]) => {
        const second = others[0] ?? first.map(() => ZERO);
        const turn = (a: Rational, b: Rational, i: number): Rational =>
          (first[i] ?? ZERO).mul(a).add((second[i] ?? ZERO).mul(b));
        const turned = [
          first.map((_, i) => turn(cosine, sine, i)),
          first.map((_, i) => turn(sine, cosine.neg(), i)),
        ];
        const rest = others.slice(1);
        assert.equal(weightGeometry([...turned, ...rest]), weightGeometry([first, second, ...rest]));
      }),
      runs(50),
    );
    assert.ok(cosine.mul(cosine).add(sine.mul(sine)).equals(ONE));
  });
});
