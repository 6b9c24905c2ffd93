import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { ONE, parseRational, type Rational, rational, ZERO } from '../../src/support/rational.ts';
import { overall } from '../../src/verify/verdict.ts';
import { type VerificationOptions, verifyModel } from '../../src/verify/verify-model.ts';
import { anyRational, anyToyModel } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

const OPTIONS: VerificationOptions = {
  seed: 1,
  stream: 0,
  alpha: 1e-9,
  relativePrecision: 0.02,
  maxSamples: 2_000_000,
};
/** Enough to notice a blunder; for laws over many models. */
const QUICK = { ...OPTIONS, maxSamples: 2000 };

function pair(first: string, last: string, importances: readonly [Rational, Rational] = [ONE, ONE]) {
  const half = rational(1n, 2n);
  return toyModel(task([half, half], importances), [[parseRational(first), parseRational(last)]]);
}

suite('verify model', (test) => {
  test('known value: all witnesses agree on an antipodal pair', () => {
    const checks = verifyModel(pair('1', '-1'), OPTIONS, { loss: rational(1n, 12n) });
    assert.equal(
      checks.map(({ verdict, expected }) => [verdict, 'exact' in expected ? expected.exact : '']),
      [
        ['agrees', '1/12'],
        ['agrees', '1/12'],
        ['agrees', ''],
        ['agrees', ''],
        ['agrees', '1/12'],
      ],
    );
  });

  test('law: no witness contradicts another, for any model', () => {
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 3 }), fc.nat(1e9), (model, seed) => {
        assert.is.not(overall(verifyModel(model, { ...QUICK, seed })), 'disagrees');
      }),
      runs(20),
    );
  });

  test('law: nor for weights that all but vanish, or dwarf the others', () => {
    const wild = fc.oneof(
      anyRational(),
      fc.constantFrom(...['1e-200', '-1e-200', '1e-20', '1e20', '-1e6', '1e-12'].map(parseRational)),
    );
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 3, entry: wild }), (model) => {
        assert.is.not(overall(verifyModel(model, QUICK)), 'disagrees');
      }),
      runs(20),
    );
  });

  test('law: a claim off by more than the tolerance disagrees, and by no more agrees', () => {
    const off = fc.integer({ min: -100, max: 100 }).map((k) => rational(BigInt(k), 1000n));
    fc.assert(
      fc.property(off, (error) => {
        const claim = { loss: rational(1n, 12n).add(error), tolerance: rational(1n, 20n) };
        const verdict = verifyModel(pair('1', '-1'), QUICK, claim).at(-1)?.verdict;
        assert.is(verdict, error.abs().compare(rational(1n, 20n)) <= 0 ? 'agrees' : 'disagrees');
      }),
      runs(20),
    );
  });

  test('the default tolerance of a claim is 1e-9 of the loss, compared exactly', () => {
    const claimed = (loss: Rational) => verifyModel(pair('1', '-1'), QUICK, { loss }).at(-1)?.verdict;
    const loss = rational(1n, 12n);
    const limit = loss.mul(parseRational('1e-9'));
    assert.is(claimed(loss.add(limit)), 'agrees');
    assert.is(claimed(loss.add(limit).add(parseRational('1e-40'))), 'disagrees');
  });

  test('the global minimum is a witness in any unit of importance, and only for pairs without bias', () => {
    const minimumOf = (model: ReturnType<typeof pair>) =>
      verifyModel(model, QUICK).find(({ name }) => name.includes('global minimum'));
    const one = minimumOf(pair('1', '-1', [ONE, rational(1n, 5n)]))?.expected.value ?? Number.NaN;
    const ten = minimumOf(pair('1', '-1', [rational(10n), rational(2n)]))?.expected.value ?? Number.NaN;
    assert.ok(Math.abs(ten / one - 10) < 1e-12);
    assert.is(minimumOf(toyModel(pair('1', '-1'), [[ONE, ONE]], [ONE, ZERO])), undefined);
    assert.is(minimumOf(pair('1', '-1', [ZERO, ONE])), undefined);
  });

  test('beyond the range in which the minima are known a pair is verified without them', () => {
    const tiny = parseRational('1e-61');
    const checks = verifyModel(toyModel(task([tiny, tiny], [ONE, ONE]), [[ONE, ONE]]), QUICK);
    assert.is(checks.length, 3);
    assert.is.not(overall(checks), 'disagrees');
  });

  test('few samples and a small precision are inconclusive', () => {
    const checks = verifyModel(pair('1', '-1'), { ...OPTIONS, maxSamples: 300 });
    assert.is(overall(checks), 'inconclusive');
  });

  test('more features than all witnesses can serve are refused', () => {
    const many = Array.from({ length: 11 }, () => ONE);
    assert.throws(
      () => verifyModel(toyModel(task(many, many), [many]), OPTIONS),
      /at most 10 features, found 11/,
    );
  });
});
