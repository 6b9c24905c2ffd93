import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivity } from '../../../src/model/activity.ts';
import { formatRational, ONE, rational, ZERO } from '../../../src/support/rational.ts';
import { seenCountLaw, seenSets } from '../../../src/symbolic/two-layer/seen-sets.ts';
import { anySetting } from '../../support/settings.ts';
import { runs, suite } from '../../support/suite.ts';

const half = rational(1n, 2n);

suite('seenSets', (test) => {
  test('known value: features that switch together tell of one another, independent ones do not', () => {
    const activity = parseActivity('correlated:0+2', [half, half, half]);
    const found = [...seenSets(activity, new Set([0]), 1)].map(({ features, probability, unseen }) => [
      features.join(),
      formatRational(probability),
      formatRational(unseen.get(1) ?? ZERO),
      formatRational(unseen.get(2) ?? ZERO),
    ]);
    assert.equal(found, [
      ['', '1/2', '1/2', '0'],
      ['0', '1/2', '1/2', '1'],
    ]);
  });

  test('law: probabilities add up to 1, means over events are densities, and counts are those of the sets', () => {
    fc.assert(
      fc.property(anySetting(3), fc.nat({ max: 7 }), ({ activity, densities }, bits) => {
        const seen = new Set([0, 1, 2].filter((i) => (bits >> i) & 1));
        const sets = [...seenSets(activity, seen, 3)];
        const total = sets.reduce((sum, { probability }) => sum.add(probability), ZERO);
        assert.ok(total.equals(ONE));
        densities.forEach((density, i) => {
          const mean = sets.reduce((sum, { features, probability, unseen }) => {
            const active = seen.has(i) ? (features.includes(i) ? ONE : ZERO) : (unseen.get(i) ?? ZERO);
            return sum.add(probability.mul(active));
          }, ZERO);
          assert.ok(mean.equals(density));
        });
        seenCountLaw(activity, seen).forEach((probability, count) => {
          const own = sets.filter(({ features }) => features.length === count);
          assert.ok(own.reduce((sum, set) => sum.add(set.probability), ZERO).equals(probability));
        });
      }),
      runs(100),
    );
  });

  test('law: sets beyond the limit are left out, no others', () => {
    const activity = parseActivity('independent', [half, half, half]);
    const sizes = [...seenSets(activity, new Set([0, 1, 2]), 2)].map(({ features }) => features.length);
    assert.equal(sizes.sort(), [0, 1, 1, 1, 2, 2, 2]);
  });
});
