import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DROPPED_RATIO, type PhaseName, phaseOfPair } from '../../src/model/phase.ts';
import { DomainError } from '../../src/support/errors.ts';
import { suite } from '../support/suite.ts';
import { uniform } from '../support/uniform.ts';

const coordinate = uniform(-3, 3);
const angle = uniform(-Math.PI, Math.PI);

/** Two directions in the plane by length and angle, as W of shape [2, 2]. */
function plane([first, alpha]: [number, number], [last, beta]: [number, number]): Float64Array {
  return Float64Array.of(
    first * Math.cos(alpha),
    last * Math.cos(beta),
    first * Math.sin(alpha),
    last * Math.sin(beta),
  );
}

/** How far a pair of directions is from the thresholds of the rule: below this the name may turn with rounding. */
function isClear(first: number, last: number, between: number): boolean {
  const ratio = Math.min(first, last) / Math.max(first, last);
  const margins = [
    Math.max(first, last) - DROPPED_RATIO,
    ratio - DROPPED_RATIO,
    Math.abs(Math.cos(between)) - Math.SQRT1_2,
  ];
  return margins.every((margin) => Math.abs(margin) > 1e-9);
}

suite('phaseOfPair', (test) => {
  const ideals: readonly [PhaseName, number[]][] = [
    ['dropped-last', [1, 0]],
    ['dropped-first', [0, 1]],
    ['antipodal', [1, -1]],
    ['confused', [1, 1]],
    ['dropped-all', [0, 0]],
    ['orthogonal', [1, 0, 0, 1]],
    ['antipodal', [0.6, -0.6, 0.8, -0.8]],
  ];
  for (const [phase, weights] of ideals) {
    test(`known value: [${weights.join(', ')}] is ${phase}`, () =>
      assert.is(phaseOfPair(Float64Array.from(weights)), phase));
  }

  test('known value: in one dimension a name reaches 22.5° to either side of its ideal direction', () => {
    const names: readonly PhaseName[] = ['dropped-last', 'confused', 'dropped-first', 'antipodal'];
    for (let turn = 0; turn < 8; turn++) {
      for (const offset of [-Math.PI / 8 + 1e-9, 0, Math.PI / 8 - 1e-9]) {
        const direction = (turn * Math.PI) / 4 + offset;
        const phase = phaseOfPair(Float64Array.of(Math.cos(direction), Math.sin(direction)));
        assert.is(phase, names[turn % 4], `${turn} · 45° + ${offset}`);
      }
    }
  });

  test('law: in one dimension the name is that of the nearest of the four ideal directions', () => {
    const unit = Math.SQRT1_2;
    const ideal: readonly [PhaseName, number, number][] = [
      ['dropped-last', 1, 0],
      ['dropped-first', 0, 1],
      ['antipodal', unit, -unit],
      ['confused', unit, unit],
    ];
    fc.assert(
      fc.property(angle, (turn) => {
        const [x, y] = [Math.cos(turn), Math.sin(turn)];
        fc.pre(isClear(Math.abs(x), Math.abs(y), x * y > 0 ? 0 : Math.PI));
        const ranked = ideal
          .map(([name, a, b]) => ({ name, cosine: Math.abs(a * x + b * y) }))
          .sort((left, right) => right.cosine - left.cosine);
        assert.is(phaseOfPair(Float64Array.of(x, y)), ranked[0]?.name);
      }),
    );
  });

  test('law: two directions of equal length are named by the nearest of 0°, 90° and 180° between them', () => {
    fc.assert(
      fc.property(angle, (between) => {
        fc.pre(isClear(1, 1, between));
        const degrees = (Math.abs(between) * 180) / Math.PI;
        const expected = degrees < 45 ? 'confused' : degrees > 135 ? 'antipodal' : 'orthogonal';
        assert.is(phaseOfPair(plane([1, 0.3], [1, 0.3 + between])), expected, `${degrees}°`);
      }),
    );
  });

  test('law: rotations and reflections of the hidden space change nothing', () => {
    const length = uniform(0, 3);
    fc.assert(
      fc.property(
        length,
        length,
        angle,
        angle,
        angle,
        fc.boolean(),
        (first, last, alpha, beta, turn, flip) => {
          fc.pre(first > 0 && last > 0 && isClear(first, last, alpha - beta));
          const moved = (direction: number): number => (flip ? -direction : direction) + turn;
          assert.is(
            phaseOfPair(plane([first, moved(alpha)], [last, moved(beta)])),
            phaseOfPair(plane([first, alpha], [last, beta])),
          );
        },
      ),
    );
  });

  test('law: an empty hidden dimension changes nothing, nor does W → −W', () => {
    fc.assert(
      fc.property(coordinate, coordinate, (first, last) => {
        const phase = phaseOfPair(Float64Array.of(first, last));
        assert.is(phaseOfPair(Float64Array.of(first, last, 0, 0)), phase);
        assert.is(phaseOfPair(Float64Array.of(0, 0, first, last)), phase);
        assert.is(phaseOfPair(Float64Array.of(-first, -last)), phase);
      }),
    );
  });

  test('law: exchanging the features exchanges dropped-first and dropped-last only', () => {
    const exchanged = (phase: PhaseName): PhaseName => {
      if (phase === 'dropped-first') return 'dropped-last';
      return phase === 'dropped-last' ? 'dropped-first' : phase;
    };
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (a, b, c, d) =>
        assert.is(
          phaseOfPair(Float64Array.of(b, a, d, c)),
          exchanged(phaseOfPair(Float64Array.of(a, b, c, d))),
        ),
      ),
    );
  });

  test('law: one dimension never is orthogonal', () => {
    fc.assert(
      fc.property(coordinate, coordinate, (first, last) =>
        assert.is.not(phaseOfPair(Float64Array.of(first, last)), 'orthogonal'),
      ),
    );
  });

  for (const weights of [[], [1], [1, 2, 3], [1, Number.NaN], [Number.POSITIVE_INFINITY, 0]]) {
    test(`refusal: [${weights.join(', ')}] is not a matrix of two finite columns`, () =>
      assert.throws(
        () => phaseOfPair(Float64Array.from(weights)),
        (error: unknown) =>
          error instanceof DomainError && /finite weights of two features/.test(error.message),
      ));
  }
});
