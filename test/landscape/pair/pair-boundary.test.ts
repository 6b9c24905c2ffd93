import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { antipodalBoundary } from '../../../src/landscape/pair/antipodal-boundary.ts';
import type { ParameterLine } from '../../../src/landscape/pair/arc-polynomials.ts';
import { chooseBoundary } from '../../../src/landscape/pair/choose-boundary.ts';
import {
  type PairBoundaries,
  type PairBoundary,
  pairBoundaries,
} from '../../../src/landscape/pair/pair-boundary.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { publishedBoundary } from '../../../src/landscape/pair/published-boundary.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { parseRational, rational, toNumber } from '../../../src/support/rational.ts';
import { radicalForm } from '../../../src/symbolic/algebraic/radical-form.ts';
import { runs, suite } from '../../support/suite.ts';

const WIDTH = rational(1n, 10n ** 30n);

function densityLine(r: string): ParameterLine {
  return { unknown: 'density', given: parseRational(r) };
}

function importanceLine(p: string): ParameterLine {
  return { unknown: 'importance', given: parseRational(p) };
}

/** Several tests look at the same lines, which take a second each. */
const surveyed = new Map<string, PairBoundaries>();

function found(line: ParameterLine): Extract<PairBoundaries, { status: 'found' }> {
  const key = `${line.unknown} ${line.given}`;
  const result = surveyed.get(key) ?? pairBoundaries(line, WIDTH);
  surveyed.set(key, result);
  if (result.status !== 'found') throw new Error(result.reason);
  return result;
}

function onlyTie(line: ParameterLine): PairBoundary {
  const ties = found(line).boundaries.filter(({ order }) => order === 'first');
  const [tie] = ties;
  if (tie === undefined || ties.length > 1) throw new Error(`${ties.length} ties`);
  return tie;
}

suite('pairBoundaries', (test) => {
  test('known value: at r = 1 antipodal and confused tie at (40 − 4√14)/43, the loss p/3 − p²/4 in radicals', () => {
    const { boundaries, stabilityLimits } = found(densityLine('1'));
    assert.is(boundaries.length, 1);
    assert.equal(stabilityLimits, []);
    const [tie] = boundaries;
    assert.ok(tie !== undefined);
    assert.equal(tie.at.minimalPolynomial, [32n, -80n, 43n]);
    assert.is(radicalForm(tie.at), '(40 - 4*sqrt(14))/43');
    assert.equal([tie.between, tie.order], [['antipodal', 'confused'], 'first']);
    const loss = tie.loss.quantity;
    assert.ok(loss.trust === 'algebraic' && loss.radicals === '(352 + 68*sqrt(14))/5547');
    // |(a, −a) − (b, b)|² = 2a² + 2b² with a² = (8 − 5p)/(8 − 6p) and b² = 1/2.
    const p = tie.at.toNumber();
    const jump = Math.sqrt((8 - 5 * p) / (4 - 3 * p) + 1);
    assert.ok(Math.abs(tie.jump.quantity.value - jump) < 1e-14);
  });

  test('known value: along p = 1 names change at r = 1/7 and 7, without a transition', () => {
    const { boundaries } = found(importanceLine('1'));
    assert.equal(
      boundaries.map(({ between, at, order, jump }) => [...between, String(at), order, jump.quantity.value]),
      [
        ['dropped-last', 'confused', '1/7', 'continuous', 0],
        ['confused', 'dropped-first', '7', 'continuous', 0],
      ],
    );
  });

  test('law: at rational r the tie is where bisection in doubles puts it, its interval proven, its polynomial irreducible', () => {
    const importance = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(importance, ([a, b]) => {
        fc.pre(a !== b);
        const line: ParameterLine = { unknown: 'density', given: rational(BigInt(a), BigInt(b)) };
        const tie = onlyTie(line);
        const rounded = antipodalBoundary(a / b, [1e-4, 1]);
        assert.ok(rounded.status === 'found');
        // The losses cross at an angle of at least 0.05 (1 + r): docstring of antipodalBoundary.
        assert.ok(Math.abs(rounded.density - tie.at.toNumber()) <= 1e-13);
        assert.ok(rounded.density > 0 && tie.at.degree <= 78);
        assert.ok(tie.loss.upper.sub(tie.loss.lower).compare(WIDTH) <= 0);
        const [below] = pairMinima(tie.at.toNumber() * (1 - 1e-9), a / b);
        assert.is(below.phase, tie.between[0]);
      }),
      runs(1),
    );
  });

  test('law: r and 1/r have the same tie, with the weights exchanged', () => {
    const [one, other] = [onlyTie(densityLine('3/10')), onlyTie(densityLine('10/3'))];
    assert.ok(one.at.equals(other.at));
    assert.equal(
      one.above.weights.map(({ quantity }) => quantity.value),
      other.above.weights.map(({ quantity }) => quantity.value).reverse(),
    );
    assert.equal([one.between[1], other.between[1]], ['dropped-last', 'dropped-first']);
  });

  test('law: solving for r and solving for p are inverse to each other, and enclosures contain the losses in doubles', () => {
    const { boundaries, stabilityLimits } = found(importanceLine('1/2'));
    assert.equal(
      boundaries.map(({ between, order }) => [...between, order]),
      [
        ['dropped-last', 'antipodal', 'first'],
        ['antipodal', 'dropped-first', 'first'],
      ],
    );
    const [low, high] = boundaries;
    assert.ok(low !== undefined && high !== undefined);
    assert.ok(Math.abs(low.at.toNumber() * high.at.toNumber() - 1) < 1e-15);
    const back = antipodalBoundary(low.at.toNumber(), [1e-4, 1]);
    assert.ok(back.status === 'found' && Math.abs(back.density - 0.5) < 1e-13);
    const losses = pairMinima(0.5, low.at.toNumber())
      .slice(0, 2)
      .map(({ loss }) => loss);
    for (const loss of losses) assert.ok(Math.abs(loss - low.loss.quantity.value) < 1e-15);
    assert.equal(
      stabilityLimits.map(({ minimum, exists }) => [minimum.phase, exists]),
      [
        ['antipodal', 'above'],
        ['antipodal', 'below'],
      ],
    );
  });

  test('law: beside a stability limit the number of minima in doubles changes by one', () => {
    const [limit] = found(densityLine('3/10')).stabilityLimits;
    assert.ok(limit !== undefined);
    const p = limit.at.toNumber();
    assert.is(pairMinima(p - 1e-6, 0.3).length, 2);
    assert.is(pairMinima(p + 1e-6, 0.3).length, 1);
  });

  test('known value: the published line is r = 2p/(4 − 5p), mirrored r = 2/p − 5/2; none above p = 4/7', () => {
    const at = (line: ParameterLine): unknown => publishedBoundary(line, onlyOr(line));
    const onlyOr = (line: ParameterLine) => found(line).boundaries[0]?.at ?? never();
    assert.equal(at(densityLine('1')), { status: 'exists', value: rational(4n, 7n) });
    assert.equal(at(importanceLine('1/2')), { status: 'exists', value: rational(2n, 3n) });
    assert.equal(at(importanceLine('1')), { status: 'none' });
    const half = publishedBoundary(densityLine('1/2'), onlyOr(densityLine('1')));
    assert.ok(half.status === 'exists' && toNumber(half.value) === 4 / 9);
  });

  test('law: a question by name falls back on the branch, and says so; other names have no boundary', () => {
    const { boundaries } = found(densityLine('3/10'));
    const answer = chooseBoundary(boundaries, ['antipodal', 'confused']);
    assert.ok(answer.status === 'found' && !answer.isNamed && answer.boundary.between[1] === 'dropped-last');
    const named = chooseBoundary(boundaries, ['dropped-last', 'antipodal']);
    assert.ok(named.status === 'found' && named.isNamed);
    assert.equal(chooseBoundary(boundaries, ['confused', 'dropped-first']), { status: 'none-exists' });
    assert.equal(chooseBoundary([]), { status: 'none-exists' });
  });

  for (const line of [densityLine('0'), densityLine('-1'), importanceLine('0'), importanceLine('2')]) {
    test(`refusal: ${line.unknown} unknown, the other one ${line.given}`, () =>
      assert.throws(
        () => pairBoundaries(line, WIDTH),
        (error: unknown) => error instanceof DomainError,
      ));
  }
});

function never(): never {
  throw new Error('there is a boundary');
}
