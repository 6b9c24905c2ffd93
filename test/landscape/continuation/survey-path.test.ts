import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { eventsOf } from '../../../src/landscape/continuation/path-events.ts';
import { solveLinear } from '../../../src/landscape/continuation/solve-linear.ts';
import { SURVEY_DEFAULTS, surveyPath } from '../../../src/landscape/continuation/survey-path.ts';
import { weightDistance } from '../../../src/landscape/continuation/weight-distance.ts';
import { runs, suite } from '../../support/suite.ts';

function pairPath(from: number, to: number, importance: number, biasMode: 'free' | 'none') {
  const task = (p: number) => ({
    featureCount: 2,
    densities: Float64Array.of(p, p),
    importances: Float64Array.of(1, importance),
  });
  return { hiddenDimension: 1, biasMode, from: task(from), to: task(to), scale: 'linear' } as const;
}

const OPTIONS = { ...SURVEY_DEFAULTS, patience: 4, places: [0.3, 0.7] };
const isNear = (found: number | undefined, expected: number, tolerance: number): void =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);

suite('surveys of a path', (test) => {
  test('known value: without bias the tie of docs/maths/pair.md, §7, its jump and the fold', () => {
    const { boundaries, limits } = surveyPath(pairPath(0.4, 0.9, 0.5, 'none'), OPTIONS);
    const [first] = boundaries;
    assert.is(first?.order, 'first');
    assert.equal(first?.between, ['antipodal', 'confused']);
    isNear(0.4 + 0.5 * (first?.place ?? 0), 0.5580199877269624, 1e-12);
    isNear(first?.jump, 1.445274607, 1e-8);
    const fold = limits.find(({ cause }) => cause === 'fold');
    isNear(0.4 + 0.5 * (fold?.place ?? 0), 0.781339530922, 1e-11);
    assert.is(fold?.exists, 'below');
  });

  test('known value: the lowest minimum changes its name at p = 4(1 − r)/(3(1 + r))', () => {
    const { boundaries } = surveyPath(pairPath(0.5, 0.9, 0.3, 'none'), { ...OPTIONS, places: [0.5] });
    const [name] = boundaries;
    assert.equal(name?.between, ['dropped-last', 'confused']);
    assert.is(name?.cause, 'name');
    isNear(0.5 + 0.4 * (name?.place ?? 0), (4 * 0.7) / 3.9, 1e-12);
  });

  test('known value: with biases at r = 1 the lowest minimum loses its symmetry by a jump', () => {
    const survey = surveyPath(pairPath(0.6, 0.8, 1, 'free'), OPTIONS);
    const [boundary] = survey.boundaries;
    assert.equal(boundary?.between, ['antipodal', 'antipodal']);
    assert.is(boundary?.order, 'first');
    isNear(0.6 + 0.2 * (boundary?.place ?? 0), 0.7064036926732, 1e-11);
    const events = eventsOf(survey).map(({ event }) => event);
    for (const event of ['fold', 'pitchfork', 'crossing', 'tie'])
      assert.ok(events.includes(event as never), event);
  });

  test('known value: along r = 9/10 with biases two branches end on the dropped one, the second just behind a fold', () => {
    // They lie on two sides of a wall there: a step from one to the other took both ends for one fold.
    const { limits, boundaries } = surveyPath(pairPath(0.8, 0.9, 0.9, 'free'), { ...OPTIONS, places: [0.1] });
    assert.equal(
      limits.map(({ cause, exists }) => `${cause} ${exists}`),
      ['junction below', 'crossing above', 'fold below'],
    );
    [0.828992, 0.8418941, 0.8418988].forEach((density, k) => {
      isNear(0.8 + 0.1 * (limits[k]?.place ?? 0), density, 1e-7);
    });
    assert.equal(
      boundaries.map(({ order }) => order),
      ['first'],
    );
  });

  test('known value: a tie of two minima whose losses differ by less than interpolation tells', () => {
    const { boundaries } = surveyPath(pairPath(0.82, 0.9, 0.91581, 'free'), {
      ...OPTIONS,
      places: [0.3, 0.9],
    });
    assert.is(boundaries[0]?.order, 'first');
    isNear(0.82 + 0.08 * (boundaries[0]?.place ?? 0), 0.86300509738, 2e-9);
  });

  test('law: solutions of linear systems satisfy them', () => {
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 20, maxLength: 20 }), (values) => {
        const rows = [0, 1, 2, 3].map((k) =>
          Float64Array.from(values.slice(4 * k, 4 * k + 4), (v, l) => v + (k === l ? 5 : 0)),
        );
        const right = Float64Array.from(values.slice(16));
        const found = solveLinear(rows, right);
        assert.ok(found.status === 'solved');
        rows.forEach((row, k) => {
          const product = row.reduce((sum, value, l) => sum + value * (found.solution[l] ?? 0), 0);
          isNear(product, right[k] ?? 0, 1e-14);
        });
      }),
      runs(30),
    );
    assert.equal(solveLinear([Float64Array.of(1, 2), Float64Array.of(2, 4)], Float64Array.of(1, 1)), {
      status: 'singular',
    });
  });

  test('law: turned, mirrored and exchanged weights are at distance 0; others at the distance of the nearest image', () => {
    const angle = fc.double({ min: 0, max: 6.28, noNaN: true });
    fc.assert(
      fc.property(angle, fc.boolean(), (turn, mirrored) => {
        const weights = Float64Array.of(1, -0.5, 0.2, 0.3, 0.8, -0.9);
        const [c, s] = [Math.cos(turn), Math.sin(turn)];
        const sign = mirrored ? -1 : 1;
        const order = [1, 0, 2];
        const image = Float64Array.from([0, 1, 2, 3, 4, 5], (k) => {
          const [x = 0, y = 0] = [weights[order[k % 3] ?? 0], weights[3 + (order[k % 3] ?? 0)]];
          return k < 3 ? c * x - s * y : sign * (s * x + c * y);
        });
        isNear(weightDistance(weights, image, [0, 0, 2]), 0, 1e-7);
        assert.ok(weightDistance(weights, image, [0, 1, 2]) > 0.1);
      }),
      runs(20),
    );
    isNear(weightDistance(Float64Array.of(1, -1), Float64Array.of(0.5, 0.5), [0, 0]), Math.sqrt(2.5), 1e-12);
  });
});
