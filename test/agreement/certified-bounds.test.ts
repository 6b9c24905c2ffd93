import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { BiasMode, Certificate } from '../../src/model/certificate.ts';
import { parseCertificateFile } from '../../src/model/file/certificate-file.ts';
import { toFloatTask, toyModel } from '../../src/model/toy-model.ts';
import { minimise } from '../../src/numeric/descent/minimise.ts';
import { populationLoss } from '../../src/numeric/population-loss/population-loss.ts';
import { referenceEngine } from '../../src/numeric/training/reference-engine.ts';
import { train } from '../../src/numeric/training/train.ts';
import { type Rational, rationalFromNumber, toNumber, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { runs, suite } from '../support/suite.ts';

const FOLDER = new URL('../golden/certificates/', import.meta.url);
const CERTIFICATES: readonly Certificate[] = readdirSync(FOLDER).map((name) =>
  parseCertificateFile(readFileSync(new URL(name, FOLDER), 'utf8'), name),
);

/** The loss of weights as they are, in ℚ. */
function exactLoss(certificate: Certificate, weights: Float64Array, bias: Float64Array): Rational {
  const { task, hiddenDimension } = certificate;
  const { featureCount } = task;
  const rows = Array.from({ length: hiddenDimension }, (_, h) =>
    Array.from(weights.subarray(h * featureCount, (h + 1) * featureCount), rationalFromNumber),
  );
  return expectedLoss(toyModel(task, rows, Array.from(bias, rationalFromNumber))).loss;
}

function assertNotBelow(certificate: Certificate, weights: Float64Array, bias: Float64Array): void {
  const loss = exactLoss(certificate, weights, bias);
  assert.ok(
    loss.compare(certificate.lower) >= 0,
    `${toNumber(loss)} is below ${toNumber(certificate.lower)}: W = ${weights}, b = ${bias}`,
  );
}

/** Where descent on the loss in doubles ends. */
function descend(certificate: Certificate, start: Float64Array): [Float64Array, Float64Array] {
  const { task, hiddenDimension, biasMode } = certificate;
  const { featureCount } = task;
  const size = featureCount * hiddenDimension;
  const evaluator = populationLoss(toFloatTask(task), hiddenDimension);
  const [weightGradient, biasGradient] = [new Float64Array(size), new Float64Array(featureCount)];
  const { point } = minimise(
    (at, gradient) => {
      const loss = evaluator.lossAndGradient(at.slice(0, size), at.slice(size), weightGradient, biasGradient);
      gradient.set(weightGradient);
      gradient.set(biasMode === 'free' ? biasGradient : new Float64Array(featureCount), size);
      return loss;
    },
    start,
    { gradientTolerance: 1e-12, maxSteps: 300 },
  );
  return [point.slice(0, size), point.slice(size)];
}

function startFor({ task, hiddenDimension, biasMode }: Certificate): fc.Arbitrary<Float64Array> {
  const size = task.featureCount * hiddenDimension;
  const weight = fc.double({ min: -2, max: 2, noNaN: true });
  const bias: Readonly<Record<BiasMode, fc.Arbitrary<number>>> = {
    none: fc.constant(0),
    free: fc.double({ min: -1, max: 1, noNaN: true }),
  };
  const list = (of: fc.Arbitrary<number>, length: number): fc.Arbitrary<number[]> =>
    fc.array(of, { minLength: length, maxLength: length });
  return fc
    .tuple(list(weight, size), list(bias[biasMode], task.featureCount))
    .map(([weights, biases]) => Float64Array.from([...weights, ...biases]));
}

suite('certified bounds against everything that has a loss', (test) => {
  test('agreement: no trained model is below a certified bound', async () => {
    for (const certificate of CERTIFICATES) {
      const { densities, importances } = toFloatTask(certificate.task);
      const { models } = await train(
        {
          hiddenDimension: certificate.hiddenDimension,
          steps: 400,
          batchSize: 64,
          learningRate: 0.03,
          schedule: 'cosine',
          bias: certificate.biasMode,
          instances: [1, 2, 3].map((id) => ({ id, seed: 7, densities, importances })),
        },
        referenceEngine,
      );
      for (const model of models) assertNotBelow(certificate, model.weights, model.bias);
    }
  });

  test('agreement: no weights are below one, neither any nor those that descent finds', () => {
    const start = fc
      .constantFrom(...CERTIFICATES)
      .chain((certificate) => startFor(certificate).map((point) => ({ certificate, point })));
    fc.assert(
      fc.property(start, ({ certificate, point }) => {
        const size = certificate.task.featureCount * certificate.hiddenDimension;
        assertNotBelow(certificate, point.slice(0, size), point.slice(size));
        assertNotBelow(certificate, ...descend(certificate, point));
      }),
      runs(60),
    );
  });

  test('law: the models of certificates are not below their bounds, and close to them where the gap says so', () => {
    for (const certificate of CERTIFICATES) {
      const { task, weights, bias, lower, upper, hiddenDimension, biasMode } = certificate;
      const { loss } = expectedLoss(toyModel(task, weights, bias));
      assert.ok(loss.compare(lower) >= 0 && loss.compare(upper) <= 0);
      if (biasMode === 'none') assert.ok(bias.every((entry) => entry.equals(ZERO)));
      if (hiddenDimension === 1) assert.ok(toNumber(upper.sub(lower)) <= 1e-6 * toNumber(upper));
    }
  });
});
