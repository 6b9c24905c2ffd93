import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import type { ValueLaw } from '../../../src/model/value-law.ts';
import { formatRational, ONE, type Rational, rational, ZERO } from '../../../src/support/rational.ts';
import { networkOf } from '../../../src/symbolic/two-layer/network.ts';
import { squaredErrorBounds } from '../../../src/symbolic/two-layer/remainder-bound.ts';
import { runs, suite } from '../../support/suite.ts';
import { anyNetwork, showNetwork, squaredErrorsAt } from '../../support/two-layer-networks.ts';

/** A value that the law can give: an atom, or a point of an interval, ends included. */
function possibleValue({ atoms, pieces }: ValueLaw | { atoms: []; pieces: [] }, choice: number): Rational {
  const part = choice % (atoms.length + pieces.length);
  const atom = atoms[part];
  if (atom !== undefined) return atom.value;
  const piece = pieces[part - atoms.length];
  if (piece === undefined) return ZERO;
  return piece.lower.add(piece.upper.sub(piece.lower).mul(rational(BigInt(choice % 5), 4n)));
}

suite('squaredErrorBounds', (test) => {
  test('law: no input with this many active features has an error outside of the bounds', () => {
    fc.assert(
      fc.property(
        anyNetwork({ features: 4, hidden: 3 }),
        fc.array(fc.nat({ max: 1000 }), { minLength: 4, maxLength: 4 }),
        fc.nat({ max: 15 }),
        (network, choices, set) => {
          const x = network.inputs.map((law, j) =>
            (set >> j) & 1 ? possibleValue(law, choices[j] ?? 0) : ZERO,
          );
          const count = [0, 1, 2, 3].filter((j) => (set >> j) & 1).length;
          squaredErrorsAt(network, x).forEach((error, i) => {
            const { lower, upper } = squaredErrorBounds(network, i, [0, 1, 2, 3], [0, 1, 2], count);
            const text = [lower, error, upper].map(formatRational).join(' ≤ ');
            assert.ok(
              lower.compare(error) <= 0 && error.compare(upper) <= 0,
              `${text}\n${showNetwork(network)}`,
            );
          });
        },
      ),
      runs(150),
    );
  });

  test('known value: tight for a linear sum: y_1 = x_1 + … + x_4, two active, t_1 in [0, 1]', () => {
    const ones = [ONE, ONE, ONE, ONE];
    const network = networkOf(toyModel(task(ones, ones), [ones]));
    const { lower, upper } = squaredErrorBounds(network, 0, [0, 1, 2, 3], [0], 2);
    assert.equal([lower, upper].map(formatRational), ['0', '4']);
  });
});
