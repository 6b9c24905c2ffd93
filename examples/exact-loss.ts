/**
 * The exact loss of an antipodal pair, (1 + r) p² / 6, by two routes that share no code.
 *
 * In a checkout: `npx tsx examples/exact-loss.ts`. In a project of your own, import from 'antipode'.
 */

import assert from 'node:assert/strict';
import {
  expectedLoss,
  formatRational,
  lossAndGradientOf,
  parseRational,
  rational,
  task,
  toFloatModel,
  toyModel,
} from '../src/index.ts';

const one = rational(1n);
const p = parseRational('0.3');
const r = parseRational('1/5');
const pair = toyModel(task([p, p], [one, r]), [[one, one.neg()]]);

const { loss } = expectedLoss(pair);
console.log(`exact: ${formatRational(loss)}`);
assert.equal(formatRational(loss), formatRational(one.add(r).mul(p).mul(p).div(6)));

const { loss: rounded, gradient } = lossAndGradientOf(toFloatModel(pair));
console.log(`in doubles: ${rounded}, gradient ${gradient.weights.join(', ')}`);
assert.ok(Math.abs(rounded - 0.018) < 1e-15);
