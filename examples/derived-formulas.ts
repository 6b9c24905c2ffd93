/**
 * The loss of n = 2, m = 1 without bias as formulas, one per chamber, derived here and now.
 *
 * In a checkout: `npx tsx examples/derived-formulas.ts`. In a project of your own, import from 'antipode'.
 */

import assert from 'node:assert/strict';
import {
  derivePairLoss,
  expectedLoss,
  formatRational,
  parseRational,
  rational,
  task,
  toyModel,
} from '../src/index.ts';

const one = rational(1n);
const [p, r] = [parseRational('1/2'), parseRational('2/3')];

for (const { chamber, loss } of derivePairLoss()) {
  const [w1, w2] = chamber.sample;
  const value = loss.evaluate(
    new Map([
      ['w1', w1],
      ['w2', w2],
      ['p', p],
      ['r', r],
    ]),
  );
  console.log(`${chamber.inequalities.join(', ')}: L(${w1}, ${w2}) = ${formatRational(value)}`);
  const model = toyModel(task([p, p], [one, r]), [[w1, w2]]);
  assert.ok(value.equals(expectedLoss(model).loss));
}
