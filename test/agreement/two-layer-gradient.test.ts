import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatRational, type Rational, ZERO } from '../../src/support/rational.ts';
import { exactGradient } from '../../src/symbolic/expected-loss/exact-gradient.ts';
import { kinkSides, type ParameterSides } from '../../src/symbolic/two-layer/derivative-by-cells.ts';
import { gradientByCells } from '../../src/symbolic/two-layer/gradient-by-cells.ts';
import { networkOf } from '../../src/symbolic/two-layer/network.ts';
import { showModel } from '../support/arbitraries.ts';
import { anyModel, build } from '../support/expected-loss-laws.ts';
import { runs, suite } from '../support/suite.ts';

/** Models in which some features have no weights and no bias. */
const models = fc.tuple(anyModel({ maxFeatures: 3 }), fc.nat({ max: 7 })).map(([model, dropped]) =>
  build({
    ...model,
    weights: model.weights.map((row) => row.map((entry, i) => ((dropped >> i) & 1 ? ZERO : entry))),
    bias: model.bias.map((entry, i) => ((dropped >> i) & 1 ? ZERO : entry)),
  }),
);

suite('agreement: gradients of one-layer models', (test) => {
  test('law: cells and closed form give the same gradient, and the same one-sided derivatives at the same kinks', () => {
    fc.assert(
      fc.property(models, (model) => {
        const expected = exactGradient(model);
        const network = networkOf(model);
        const found = gradientByCells(network);
        if (found.status === 'jump') throw new Error(found.activation);
        const { inputWeights, bias } = found.gradient;
        const same = (actual: Rational | undefined, other: Rational | undefined): void => {
          const [a, b] = [actual ?? ZERO, other ?? ZERO];
          assert.ok(a.equals(b), `${formatRational(a)} ≠ ${formatRational(b)} at ${showModel(model)}`);
        };
        expected.weights.flat().forEach((slope, k) => {
          same(inputWeights.flat()[k]?.lower, slope);
        });
        expected.bias.forEach((slope, i) => {
          same(bias[i]?.lower, slope);
        });
        const sides = found.status === 'on-kink' ? kinkSides(network, found.kinks) : [];
        const sideOf = (i: number, h: number | undefined): ParameterSides | undefined =>
          sides.find(({ parameter }) =>
            parameter.of === 'bias'
              ? h === undefined && parameter.feature === i
              : parameter.hidden === h && parameter.feature === i,
          );
        let differing = 0;
        for (const { feature, weights, bias: byBias } of expected.kinks) {
          [...weights, byBias].forEach(({ below, above }, h) => {
            if (below.equals(above)) return;
            differing += 1;
            const own = sideOf(feature, h < weights.length ? h : undefined);
            same(own?.below.lower, below);
            same(own?.above.lower, above);
          });
        }
        assert.is(sides.length, differing, showModel(model));
      }),
      runs(60),
    );
  });
});
