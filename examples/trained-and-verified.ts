/**
 * Models trained on sampled data stop at the minima that the exact loss has, and at no others.
 *
 * In a checkout: `npx tsx examples/trained-and-verified.ts`. In a project of your own, import from 'antipode'.
 */

import assert from 'node:assert/strict';
import { checkTrainedPair, pairMinima, parseRational, referenceEngine, train } from '../src/index.ts';

const density = parseRational('0.3');
const importance = parseRational('1/2');
const [global, other] = pairMinima(0.3, 0.5);
console.log(`minima: ${global.phase} at ${global.loss}, ${other?.phase} at ${other?.loss}`);

const instances = [0, 1, 2, 3].map((id) => ({
  id,
  seed: 20220914,
  densities: Float64Array.of(0.3, 0.3),
  importances: Float64Array.of(1, 0.5),
}));
const { models } = await train(
  { hiddenDimension: 1, bias: 'none', steps: 1500, learningRate: 0.01, schedule: 'cosine', instances },
  referenceEngine,
);

for (const { weights } of models) {
  const [first = 0, last = 0] = weights;
  const { finding, explanation, gap } = checkTrainedPair({ density, importance, weights: [first, last] });
  console.log(`${finding}: ${explanation}`);
  assert.ok(gap !== undefined && gap >= -1e-9 && gap < 1e-3);
}
