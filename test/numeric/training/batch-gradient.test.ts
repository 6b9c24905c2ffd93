import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { batchGradient, batchWorkspace, loadBatch } from '../../../src/numeric/training/batch-gradient.ts';
import { runs, suite } from '../../support/suite.ts';

interface Problem {
  readonly n: number;
  readonly m: number;
  readonly batchSize: number;
  /** x, shape [features, samples]. */
  readonly batch: Float32Array;
  /** W and b, shape [hidden + 1, features]. */
  readonly parameters: Float64Array;
  readonly importances: Float64Array;
}

const problems: fc.Arbitrary<Problem> = fc
  .record({
    n: fc.integer({ min: 1, max: 4 }),
    m: fc.integer({ min: 1, max: 3 }),
    batchSize: fc.integer({ min: 1, max: 12 }),
  })
  .chain(({ n, m, batchSize }) => {
    const many = (entry: fc.Arbitrary<number>, count: number) =>
      fc.array(entry, { minLength: count, maxLength: count });
    const input = fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.float({ min: 0, max: 1, noNaN: true }) },
    );
    const parameter = fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.double({ min: -1.5, max: 1.5, noNaN: true }) },
    );
    return fc.record({
      n: fc.constant(n),
      m: fc.constant(m),
      batchSize: fc.constant(batchSize),
      batch: many(input, n * batchSize).map((values) => Float32Array.from(values)),
      parameters: many(parameter, (m + 1) * n).map((values) => Float64Array.from(values)),
      importances: many(fc.double({ min: 0, max: 2, noNaN: true }), n).map((values) =>
        Float64Array.from(values),
      ),
    });
  });

function evaluate(problem: Problem): { loss: number; gradient: Float64Array } {
  const workspace = batchWorkspace(problem.n, problem.m, problem.batchSize);
  const gradient = new Float64Array(problem.parameters.length).fill(Number.NaN);
  loadBatch(workspace, problem.batch);
  const loss = batchGradient(workspace, problem.parameters, problem.importances, gradient);
  return { loss, gradient };
}

/** z_i of every sample, sample by sample, from the definition. */
function preActivations({ n, m, batchSize, batch, parameters }: Problem): number[] {
  const at = (h: number, i: number) => parameters[h * n + i] as number;
  const z: number[] = [];
  for (let s = 0; s < batchSize; s++) {
    for (let i = 0; i < n; i++) {
      let sum = at(m, i);
      for (let h = 0; h < m; h++) {
        for (let j = 0; j < n; j++) sum += at(h, i) * at(h, j) * (batch[j * batchSize + s] as number);
      }
      z.push(sum);
    }
  }
  return z;
}

function lossReference(problem: Problem): number {
  const { n, batchSize, batch, importances } = problem;
  let loss = 0;
  for (const [at, z] of preActivations(problem).entries()) {
    const i = at % n;
    const x = batch[i * batchSize + Math.floor(at / n)] as number;
    loss += ((importances[i] as number) * (Math.max(z, 0) - x) ** 2) / batchSize;
  }
  return loss;
}

function shifted(problem: Problem, index: number, by: number): Problem {
  const parameters = problem.parameters.slice();
  parameters[index] = (parameters[index] as number) + by;
  return { ...problem, parameters };
}

suite('batchGradient', (test) => {
  test('known value: one sample (1, 1) through W = [1, -1]: both outputs are cut, so L = 1 + 1', () => {
    const problem: Problem = {
      n: 2,
      m: 1,
      batchSize: 1,
      batch: Float32Array.of(1, 1),
      parameters: Float64Array.of(1, -1, 0, 0),
      importances: Float64Array.of(1, 1),
    };
    assert.equal(evaluate(problem), { loss: 2, gradient: new Float64Array(4) });
  });

  test('known value: n = 1, W = w, b: L = (w²x + b − x)², so ∂w = 4wx(w²x + b − x) and ∂b = 2(w²x + b − x)', () => {
    const problem: Problem = {
      n: 1,
      m: 1,
      batchSize: 1,
      batch: Float32Array.of(0.5),
      parameters: Float64Array.of(2, 0.25),
      importances: Float64Array.of(1),
    };
    assert.equal(evaluate(problem), { loss: 1.75 ** 2, gradient: Float64Array.of(4 * 1.75, 2 * 1.75) });
  });

  test('known value: a batch of empty samples only: L = Σ I_i ReLU(b_i)²', () => {
    const problem: Problem = {
      n: 2,
      m: 1,
      batchSize: 3,
      batch: new Float32Array(6),
      parameters: Float64Array.of(1, 1, 0.5, -1),
      importances: Float64Array.of(3, 1),
    };
    assert.equal(evaluate(problem), { loss: 0.75, gradient: Float64Array.of(0, 0, 3, 0) });
  });

  // Both sums have at most 12 · 4 terms ≤ 2(1 + 2 · 12 · 1.5²)² B⁻¹, of relative rounding error ≤ 64 · 2⁻⁵³ each.
  test('law: the loss is the mean over samples of its definition', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const expected = lossReference(problem);
        assert.ok(Math.abs(evaluate(problem).loss - expected) <= 1e-12 * (1 + expected));
      }),
    );
  });

  // As long as no z changes sign, L is a polynomial of degree 4 in each parameter, and the five-point quotient is exact for
  // it; what remains is the rounding of L, ≤ 10⁻¹⁴ (1 + L) as above, times the quotient's weights, 18/(12 h).
  test('law: the gradient is the five-point difference quotient of the loss', () => {
    const h = 2 ** -12;
    fc.assert(
      fc.property(problems, fc.nat(), (problem, pick) => {
        const index = pick % problem.parameters.length;
        const stencil = [-2, -1, 1, 2].map((j) => shifted(problem, index, j * h));
        const signs = (p: Problem) =>
          preActivations(p)
            .map((z) => z > 0)
            .join();
        fc.pre(stencil.every((p) => signs(p) === signs(problem)));
        const [f0, f1, f2, f3] = stencil.map(lossReference) as [number, number, number, number];
        const quotient = (f0 - 8 * f1 + 8 * f2 - f3) / (12 * h);
        const { loss, gradient } = evaluate(problem);
        const tolerance = (2e-14 * (1 + loss) * 18) / (12 * h);
        assert.ok(Math.abs((gradient[index] as number) - quotient) <= tolerance);
      }),
      runs(300),
    );
  });

  test('law: the workspace carries nothing over from one batch to the next', () => {
    fc.assert(
      fc.property(problems, fc.float({ min: 0, max: 1, noNaN: true }), (problem, fill) => {
        const workspace = batchWorkspace(problem.n, problem.m, problem.batchSize);
        const gradient = new Float64Array(problem.parameters.length);
        loadBatch(
          workspace,
          problem.batch.map(() => fill),
        );
        batchGradient(workspace, problem.parameters, problem.importances, gradient);
        loadBatch(workspace, problem.batch);
        const loss = batchGradient(workspace, problem.parameters, problem.importances, gradient);
        assert.equal({ loss, gradient }, evaluate(problem));
      }),
    );
  });
});
