import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { certifyMinimum } from '../../../src/landscape/certificate/certify-minimum.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import type { BiasMode, Certificate } from '../../../src/model/certificate.ts';
import { type Task, task, toyModel } from '../../../src/model/toy-model.ts';
import { AntipodeError } from '../../../src/support/errors.ts';
import {
  ONE,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { runs, suite } from '../../support/suite.ts';

function pairTask(density: string, importance: string): Task {
  const p = parseRational(density);
  return task([p, p], [ONE, parseRational(importance)]);
}

function certified(inputs: Task, biasMode: BiasMode, gap = '1e-6', hidden = 1): Certificate {
  const result = certifyMinimum(inputs, hidden, biasMode, { gap: parseRational(gap) });
  if (result.status !== 'certified') throw new Error(`not certified: ${result.reason}`);
  return result.certificate;
}

function assertInside(value: number, { lower, upper }: Certificate): void {
  // The value is a double that a few roundings may have moved.
  assert.ok(toNumber(lower) <= value * (1 + 1e-14), `${value} is not below the lower bound`);
  assert.ok(value <= toNumber(upper) * (1 + 1e-14), `${value} is not above the upper bound`);
}

suite('certifyMinimum', (test) => {
  test('known value: at r = 1, p = 3/10 the antipodal pair, 2p/3 − p(8 − 5p)²/(24(4 − 3p))', () => {
    const p = 0.3;
    assertInside(
      (2 * p) / 3 - (p * (8 - 5 * p) ** 2) / (24 * (4 - 3 * p)),
      certified(pairTask('3/10', '1'), 'none'),
    );
  });

  test('known value: at r = 1, p = 9/10 the confused pair, p/3 − p²/4 more than the half', () => {
    assertInside(0.9 / 3 - 0.81 / 4, certified(pairTask('9/10', '1'), 'none'));
  });

  test('agreement: at a near-tie of antipodal and confused, and anywhere else, roots of polynomials give the same minimum', () => {
    const density = fc.oneof(
      fc.constantFrom('58217/100000', '582174/1000000', '4/7', '1', '1/100'),
      fc.integer({ min: 1, max: 99 }).map((percent) => `${percent}/100`),
    );
    const importance = fc.oneof(
      fc.constant('1'),
      fc.integer({ min: 5, max: 100 }).map((percent) => `${percent}/100`),
    );
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const [global] = pairMinima(toNumber(parseRational(p)), toNumber(parseRational(r)));
        const certificate = certified(pairTask(p, r), 'none');
        // What pairMinima promises, absolutely.
        const error = 1e-15 * (1 + toNumber(parseRational(r))) * toNumber(parseRational(p));
        assert.ok(toNumber(certificate.lower) <= global.loss + error);
        assert.ok(global.loss - error <= toNumber(certificate.upper));
      }),
      runs(10),
    );
  });

  test('law: no model with biases has an exact loss below the certified bound, and biases never hurt', () => {
    const inputs = pairTask('1/10', '1/2');
    const free = certified(inputs, 'free');
    const none = certified(inputs, 'none');
    assert.ok(free.lower.compare(none.upper) <= 0);
    const near = (centre: Rational): fc.Arbitrary<Rational> =>
      fc.oneof(
        fc.double({ min: -1e-3, max: 1e-3, noNaN: true }).map((d) => centre.add(rationalFromNumber(d))),
        fc.double({ min: -2, max: 2, noNaN: true }).map(rationalFromNumber),
      );
    const entries = [...free.weights.flat(), ...free.bias];
    fc.assert(
      fc.property(fc.tuple(...entries.map(near)), (point) => {
        const { loss } = expectedLoss(toyModel(inputs, [point.slice(0, 2)], point.slice(2)));
        assert.ok(loss.compare(free.lower) >= 0);
      }),
      runs(40),
    );
  });

  test('known value: three features in two dimensions, coarsely: a digon and a singleton lose no less', () => {
    const p = rational(1n, 10n);
    const inputs = task([p, p, p], [ONE, ONE, ONE]);
    const { lower } = certified(inputs, 'none', '9/10', 2);
    const digon = toyModel(inputs, [
      [ONE, ONE.neg(), ZERO],
      [ZERO, ZERO, ONE],
    ]);
    assert.ok(expectedLoss(digon).loss.compare(lower) >= 0);
  });

  test('law: an interrupted search keeps what it has proved, and another one ends where it would have', () => {
    const inputs = pairTask('1/10', '1/2');
    const gap = parseRational('1/10');
    let left = 3;
    const result = certifyMinimum(inputs, 1, 'free', { gap, proceed: () => left-- > 0 });
    if (result.status !== 'not-certified' || result.proved === undefined) throw new Error('interrupted');
    assert.is(result.reason, 'interrupted');
    assert.ok(result.lower.compare(ZERO) > 0 && result.lower.compare(result.best.upper) < 0);
    const resumed = certifyMinimum(inputs, 1, 'free', { gap, resume: result.proved });
    const whole = certified(inputs, 'free', '1/10');
    if (resumed.status !== 'certified') throw new Error('certified');
    assert.equal(resumed.certificate, whole);
  });

  test('features that are never active or do not count, and other input laws, are refused', () => {
    const refuse = (inputs: Task, hidden = 1): void =>
      assert.throws(
        () => certifyMinimum(inputs, hidden, 'none'),
        (error: unknown) => error instanceof AntipodeError && error.code === 'out-of-domain',
      );
    refuse(task([ONE, ZERO], [ONE, ONE]));
    refuse(task([ONE, ONE], [ONE, ZERO]));
    refuse(task([ONE, ONE], [ONE, rational(1n, 10n ** 12n)]));
    refuse(task([ONE, ONE], [ONE, ONE]), 2);
    refuse(task([ONE], [ONE]));
  });
});
