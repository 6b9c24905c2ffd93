import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ONE, type Rational, signOf, ZERO } from '../../../src/support/rational.ts';
import { strictFeasibility } from '../../../src/symbolic/output-formula/strict-feasibility.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { suite } from '../../support/suite.ts';

function dot(left: readonly Rational[], right: readonly Rational[]): Rational {
  return left.reduce((sum, value, index) => sum.add(value.mul(right[index] ?? ZERO)), ZERO);
}

suite('strictFeasibility', (test) => {
  test('law: the certificate proves the answer, whichever it is', () => {
    const forms = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }))
      .chain(([dimension, count]) =>
        fc.array(fc.array(smallRational(3), { minLength: dimension, maxLength: dimension }), {
          minLength: count,
          maxLength: count,
        }),
      );
    const answers = new Set<string>();
    fc.assert(
      fc.property(forms, (system) => {
        const answer = strictFeasibility(system);
        answers.add(answer.kind);
        if (answer.kind === 'feasible') {
          for (const form of system) assert.is(signOf(dot(form, answer.point)), 1);
          return;
        }
        assert.ok(answer.weights.every((weight) => signOf(weight) >= 0));
        assert.ok(answer.weights.reduce((sum, weight) => sum.add(weight), ZERO).equals(ONE));
        for (const column of (system[0] ?? []).keys()) {
          const entries = system.map((form) => form[column] ?? ZERO);
          assert.is(signOf(dot(entries, answer.weights)), 0);
        }
      }),
    );
    assert.is(answers.size, 2);
  });

  test('refusal: no forms at all', () => assert.throws(() => strictFeasibility([]), /at least one form/));
});
