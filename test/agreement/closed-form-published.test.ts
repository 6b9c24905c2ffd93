import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatRational, parseRational, signOf } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { anyDensity, anyImportance } from '../support/arbitraries.ts';
import {
  evaluateFormula,
  modelOf,
  type Parameters,
  PUBLISHED,
  published,
} from '../support/published-losses.ts';
import { suite } from '../support/suite.ts';

function lossOf(name: string, at: Parameters): string {
  return formatRational(expectedLoss(modelOf(published(name), at)).loss);
}

suite('published losses', (test) => {
  for (const entry of PUBLISHED.losses) {
    test(`agreement: ${entry.name} loses ${entry.loss} at every density and importance`, () => {
      fc.assert(
        fc.property(anyDensity(), anyImportance(), (density, importance) => {
          const at = { density, importance };
          const claimed = formatRational(evaluateFormula(entry.loss, at));
          assert.is(
            lossOf(entry.name, at),
            claimed,
            `p = ${density.toFraction()}, r = ${importance.toFraction()}`,
          );
        }),
      );
    });
  }

  for (const { name, between, importance } of PUBLISHED.ties) {
    test(`agreement: ${name}`, () => {
      fc.assert(
        fc.property(anyDensity(), (density) => {
          const at = { density, importance: parseRational('1') };
          const denominator = evaluateFormula(importance.denominator, at);
          fc.pre(signOf(denominator) > 0);
          const r = evaluateFormula(importance.numerator, at).div(denominator);
          fc.pre(signOf(r) >= 0);
          const [first, ...others] = between.map((configuration) =>
            lossOf(configuration, { density, importance: r }),
          );
          for (const other of others) assert.is(other, first);
        }),
      );
    });
  }

  for (const { name, configurations, density, importance, loss } of PUBLISHED.points) {
    test(`known value: ${name} at (r, p) = (${importance}, ${density}), loss ${loss}`, () => {
      const at = { density: parseRational(density), importance: parseRational(importance) };
      for (const configuration of configurations) assert.is(lossOf(configuration, at), loss, configuration);
    });
  }

  test('law: below p = 4/7 the ideal antipodal pair beats dropping and confusing at r = 1, above it loses', () => {
    const competitors = [
      'dropped-last, mean bias, n=2 m=1',
      'confused, no bias, n=2 m=1 in a rotated frame',
    ].map(published);
    const one = parseRational('1');
    fc.assert(
      fc.property(anyDensity(), (density) => {
        fc.pre(signOf(density) > 0);
        const at = { density, importance: one };
        const pair = expectedLoss(modelOf(published('antipodal, n=2 m=1'), at)).loss;
        for (const competitor of competitors) {
          const order = pair.compare(expectedLoss(modelOf(competitor, at)).loss);
          assert.is(Math.sign(order), Math.sign(density.compare(parseRational('4/7'))));
        }
      }),
    );
  });
});
