import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivation } from '../../../src/model/activation.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { lossByActiveCount } from '../../../src/symbolic/expected-loss/loss-in-density.ts';
import { truncatedLoss } from '../../../src/symbolic/expected-loss/truncated-loss.ts';
import { anyGeneralModel, showGeneralModel } from '../../support/general-models.ts';
import { runs, suite } from '../../support/suite.ts';

/** At most so many active sets, 2⁻²⁵⁶ each, importances below 200. */
const ROUNDING = parseRational('1e-70');

const isBetween = (low: Rational, value: Rational, high: Rational): boolean =>
  low.compare(value) <= 0 && value.compare(high) <= 0;

suite('truncatedLoss', (test) => {
  test('law: the bounds hold the expected loss, term by term, and meet when all active sets are served', () => {
    fc.assert(
      fc.property(anyGeneralModel(), fc.nat({ max: 3 }), (model, maxActive) => {
        const { loss, perFeature } = expectedLoss(model);
        const found = truncatedLoss(model, { maxActive });
        const message = `${maxActive} active, ${showGeneralModel(model)}`;
        assert.ok(isBetween(found.lower, loss, found.upper), message);
        found.perFeature.forEach(({ lower, upper }, i) => {
          assert.ok(isBetween(lower, perFeature[i] ?? ZERO, upper), message);
        });
        if (maxActive < model.featureCount) return;
        assert.ok(found.upper.sub(found.lower).compare(ROUNDING) < 0, message);
      }),
      runs(50),
    );
  });

  test('law: the lower bound is the loss of the small active sets, where every output sees every feature', () => {
    const models = anyGeneralModel().filter(({ weights }) =>
      weights.every((row) => row.every(({ n }) => n !== 0n)),
    );
    const seeing = models.filter(({ weights }) => weights.length === 1);
    fc.assert(
      fc.property(seeing, fc.nat({ max: 3 }), (model, maxActive) => {
        const expected = lossByActiveCount(model)
          .slice(0, maxActive + 1)
          .reduce((sum, part) => sum.add(part), ZERO);
        const { lower } = truncatedLoss(model, { maxActive });
        const gap = expected.sub(lower);
        assert.ok(isBetween(ZERO, gap, ROUNDING), `${formatRational(gap)}: ${showGeneralModel(model)}`);
      }),
      runs(30),
    );
  });

  test('known value: sixty orthogonal features lose nothing, and one active feature at a time shows it', () => {
    const each = Array.from({ length: 60 }, (_, i) => i);
    const base = task(
      each.map(() => parseRational('1/100')),
      each.map(() => ONE),
    );
    const identity = each.map((h) => each.map((i) => rational(h === i ? 1n : 0n)));
    const { lower, upper } = truncatedLoss(toyModel(base, identity), { maxActive: 1 });
    assert.is(formatRational(lower), '0');
    assert.ok(upper.compare(ROUNDING) < 0);
  });

  test('refusals: smooth activations, fractions of features, and millions of active sets', () => {
    const each = Array.from({ length: 100 }, () => ONE);
    const model = toyModel(task(each, each), [each]);
    const isRefused = (pattern: RegExp) => (error: unknown) =>
      error instanceof DomainError && pattern.test(error.message);
    assert.throws(
      () => truncatedLoss(model, { maxActive: 3 }),
      isRefused(/smaller maxActive.*found 16675100/),
    );
    assert.throws(
      () => truncatedLoss(model, { maxActive: 0.5 }),
      isRefused(/an integer maxActive ≥ 0.*0\.5/),
    );
    const smooth = toyModel(task([ONE], [ONE]), [[ONE]], [ZERO], parseActivation('tanh'));
    assert.throws(() => truncatedLoss(smooth, { maxActive: 1 }), isRefused(/piecewise linear.*found tanh/));
  });
});
