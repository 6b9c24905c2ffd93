import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { toFloatModel } from '../../src/model/toy-model.ts';
import { rationalFromNumber } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { activeStrata } from '../../src/verify/active-stratum.ts';
import { splitStrata } from '../../src/verify/known-part.ts';
import type { Stratum } from '../../src/verify/stratum.ts';
import { anyToyModel, showModel } from '../support/arbitraries.ts';
import { suite } from '../support/suite.ts';

suite('splitStrata', (test) => {
  test('law: the known part and the full ranges of the rest enclose the exact loss', () => {
    const share = fc.constantFrom(0, 0.01, 0.3, 1);
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 4 }), share, (model, s) => {
        const strata = activeStrata(toFloatModel(model));
        const reach = (list: readonly Stratum[]): number =>
          list.reduce((sum, { probability, bound }) => sum + probability * bound, 0);
        const { known, sampled } = splitStrata(strata, s * reach(strata));
        const { loss } = expectedLoss(model);
        const upper = known.value + known.halfWidth + reach([...sampled]);
        assert.ok(loss.compare(rationalFromNumber(known.value - known.halfWidth)) >= 0, showModel(model));
        assert.ok(loss.compare(rationalFromNumber(upper)) <= 0, showModel(model));
        assert.ok(s < 1 || sampled.length === 0);
      }),
    );
  });

  test('law: what is skipped stays within what was called negligible, beyond the slack', () => {
    fc.assert(
      fc.property(
        anyToyModel({ maxFeatures: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (model, negligible) => {
          const strata = activeStrata(toFloatModel(model));
          const none = splitStrata(strata, 0).known.halfWidth;
          const some = splitStrata(strata, negligible).known.halfWidth;
          assert.ok(some >= none && some <= none + negligible * (1 + 2 ** -50));
        },
      ),
    );
  });
});
