import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { overall, type Verdict } from '../../src/verify/verdict.ts';
import { suite } from '../support/suite.ts';

const verdict = fc.constantFrom<Verdict>('agrees', 'disagrees', 'inconclusive');
const of = (verdicts: readonly Verdict[]): Verdict => overall(verdicts.map((v) => ({ verdict: v })));

suite('overall', (test) => {
  test('known value: one disagreement decides, then one doubt, and nothing shows nothing', () => {
    assert.is(of(['agrees', 'inconclusive', 'disagrees']), 'disagrees');
    assert.is(of(['agrees', 'inconclusive']), 'inconclusive');
    assert.is(of(['agrees', 'agrees']), 'agrees');
    assert.is(of([]), 'inconclusive');
  });

  test('law: the order and repetition of checks do not matter', () => {
    fc.assert(
      fc.property(fc.array(verdict), (list) => {
        assert.is(of(list.toReversed()), of(list));
        assert.is(of([...list, ...list]), of(list));
      }),
    );
  });

  test('law: a list agrees exactly if both its nonempty halves do', () => {
    const some = fc.array(verdict, { minLength: 1 });
    fc.assert(
      fc.property(some, some, (a, b) =>
        assert.is(of([...a, ...b]) === 'agrees', of(a) === 'agrees' && of(b) === 'agrees'),
      ),
    );
  });
});
