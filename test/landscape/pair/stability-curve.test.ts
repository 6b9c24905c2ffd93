import * as assert from 'uvu/assert';
import { pairCriticalPoints } from '../../../src/landscape/pair/critical-points.ts';
import { surveyLine } from '../../../src/landscape/pair/line-survey.ts';
import { stabilityCurve } from '../../../src/landscape/pair/stability-curve.ts';
import { ONE, parseRational, rational } from '../../../src/support/rational.ts';
import { dyadicWidth } from '../../../src/support/rational-interval.ts';
import {
  homogeneousValue,
  primitivePart,
  trimmed,
} from '../../../src/support/univariate/integer-polynomial.ts';
import { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import { suite } from '../../support/suite.ts';

const CURVE = stabilityCurve();

/** F(·, r), up to a factor. */
function alongDensity(r: string): readonly bigint[] {
  const { n, d } = parseRational(r);
  const degree = Math.max(...CURVE.map((coefficient) => coefficient.length)) - 1;
  return primitivePart(
    trimmed(
      CURVE.map(
        (coefficient) => homogeneousValue(coefficient, n, d) * d ** BigInt(degree - coefficient.length + 1),
      ),
    ),
  );
}

suite('stabilityCurve', (test) => {
  test('known value: degree 16 in p, 15 in r', () => {
    assert.is(CURVE.length, 17);
    assert.is(Math.max(...CURVE.map((coefficient) => coefficient.length)), 16);
  });

  test('law: along r = 3/10 the survey finds the minimum to end on the curve', () => {
    const survey = surveyLine({ unknown: 'density', given: parseRational('3/10') });
    assert.ok(survey.status === 'surveyed');
    const last = survey.cells.findIndex(({ minima }) => minima.length === 1) - 1;
    const limit = survey.walls[last];
    assert.ok(limit !== undefined);
    assert.equal(limit.minimalPolynomial, alongDensity('3/10'));
  });

  test('law: at p = 1 the antipodal minimum ends where F(1, r) = 0: two minima above, one below', () => {
    const atOne = primitivePart(
      trimmed(
        Array.from({ length: 16 }, (_, k) =>
          CURVE.reduce((sum, coefficient) => sum + (coefficient[k] ?? 0n), 0n),
        ),
      ),
    );
    const limit = RealAlgebraic.rootsOf(atOne).find((root) => Math.abs(root.toNumber() - 0.62991576) < 1e-8);
    assert.ok(limit !== undefined);
    const { lower, upper } = limit.enclose(dyadicWidth(20));
    const minimaAt = (r: typeof lower): number =>
      pairCriticalPoints(ONE, r).points.filter(({ kind }) => kind === 'minimum').length;
    assert.is(minimaAt(lower.sub(rational(1n, 1n << 20n))), 1);
    assert.is(minimaAt(upper.add(rational(1n, 1n << 20n))), 2);
  });
});
