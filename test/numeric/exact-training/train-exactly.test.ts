import * as assert from 'uvu/assert';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { scalarActivation } from '../../../src/loss/float-loss.ts';
import { parseActivation, RELU } from '../../../src/model/activation.ts';
import {
  EXACT_METHODS,
  type ExactInstance,
} from '../../../src/numeric/exact-training/exact-training-plan.ts';
import { spreadStarts } from '../../../src/numeric/exact-training/spread-starts.ts';
import { trainExactly } from '../../../src/numeric/exact-training/train-exactly.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { initialScale, initialWeights } from '../../../src/numeric/training/initial-weights.ts';
import { suite } from '../../support/suite.ts';

const GRID = 40;
const RESTARTS = 10;

interface Cell {
  readonly density: number;
  readonly importance: number;
}

/** The paper's: importance 0.1 to 10, density 1 to 0.01, both logarithmic. */
function gridCells(points: number): Cell[] {
  return Array.from({ length: points * points }, (_, c) => ({
    density: 10 ** ((-2 * (c % points)) / (points - 1)),
    importance: 10 ** (-1 + (2 * Math.floor(c / points)) / (points - 1)),
  }));
}

function restartsOf(cells: readonly Cell[], restarts: number, seed = 0): ExactInstance[] {
  return cells.flatMap(({ density, importance }, c) => {
    const densities = Float64Array.of(density, density);
    const importances = Float64Array.of(1, importance);
    return Array.from({ length: restarts }, (_, k) => ({
      id: c * restarts + k,
      seed,
      densities,
      importances,
    }));
  });
}

function least(losses: Float64Array, cell: number, restarts: number): number {
  return Math.min(...losses.subarray(cell * restarts, (cell + 1) * restarts));
}

suite('trainExactly', (test) => {
  test('agreement: every cell of the 40 × 40 grid ends in the global minimum, every run in one of the minima', () => {
    const cells = gridCells(GRID);
    const instances = restartsOf(cells, RESTARTS);
    const starts = spreadStarts(instances, RESTARTS);
    const trained = trainExactly({ hiddenDimension: 1, bias: 'none', instances, starts });
    cells.forEach(({ density, importance }, c) => {
      const minima = pairMinima(density, importance);
      const gap = least(trained.losses, c, RESTARTS) / minima[0].loss - 1;
      assert.ok(Math.abs(gap) <= 1e-10, `p = ${density}, r = ${importance}: ${gap} above the global minimum`);
      for (const loss of trained.losses.subarray(c * RESTARTS, (c + 1) * RESTARTS)) {
        assert.ok(
          minima.some((minimum) => Math.abs(loss / minimum.loss - 1) <= 1e-10),
          `p = ${density}, r = ${importance}: ${loss} is no minimum`,
        );
      }
    });
    assert.ok(trained.statuses.every((status) => status === 'converged'));
    assert.ok(trained.remaining.every((part) => part <= 1e-13));
  });

  test('law: the losses are those of the weights, and at (p, 1/r) those of (p, r) over r', () => {
    const cells = gridCells(6);
    const instances = restartsOf(cells, 3);
    const exchanged = instances.map((instance) => {
      const [, r = 1] = instance.importances;
      return { ...instance, importances: Float64Array.of(1, 1 / r) };
    });
    const scale = initialScale({
      featureCount: 2,
      hiddenDimension: 1,
      initialisation: 'xavier-normal',
      instances,
    });
    const starts = new Float64Array(2 * instances.length);
    instances.forEach((instance, k) => {
      starts.set(initialWeights(instance, scale, 2), 2 * k);
    });
    const mirrored = starts.map((_, k) => starts[k ^ 1] as number);
    for (const bias of ['free', 'none'] as const) {
      const trained = trainExactly({ hiddenDimension: 1, bias, instances, starts });
      const named = trainExactly({ hiddenDimension: 1, bias, instances });
      assert.equal(named.weights, trained.weights, 'starts are named by seed and id');
      const other = trainExactly({ hiddenDimension: 1, bias, instances: exchanged, starts: mirrored });
      instances.forEach(({ densities, importances }, k) => {
        const [, r = 1] = importances;
        const loss = trained.losses[k] as number;
        const ratio = (r * (other.losses[k] as number)) / loss;
        assert.ok(Math.abs(ratio - 1) <= 1e-10, `instance ${k}, bias ${bias}: ${ratio}`);
        const population = populationLoss({ featureCount: 2, densities, importances }, 1);
        const weights = trained.weights.slice(2 * k, 2 * k + 2);
        const recurrence = population.loss(weights, trained.biases.slice(2 * k, 2 * k + 2));
        assert.ok(Math.abs(loss / recurrence - 1) <= 1e-13, `${loss} beside ${recurrence}`);
      });
    }
  });

  test('law: with biases ten spread restarts find what two hundred find', () => {
    const cells = gridCells(6);
    const [few, many] = [RESTARTS, 200];
    const instances = restartsOf(cells, few);
    const ten = trainExactly({ hiddenDimension: 1, instances, starts: spreadStarts(instances, few) });
    const all = trainExactly({ hiddenDimension: 1, instances: restartsOf(cells, many, 1) });
    cells.forEach(({ density, importance }, c) => {
      const gap = least(ten.losses, c, few) / least(all.losses, c, many) - 1;
      assert.ok(Math.abs(gap) <= 1e-10, `p = ${density}, r = ${importance}: ${gap}`);
      assert.ok(
        least(ten.losses, c, few) <= pairMinima(density, importance)[0].loss * (1 + 1e-12),
        'biases never cost',
      );
    });
  });

  test('law: every method ends at a minimum, and no loss is above that of its start', () => {
    const cells = gridCells(3);
    for (const method of EXACT_METHODS) {
      for (const bias of ['free', 'none'] as const) {
        const instances = restartsOf(cells, 2);
        const trained = trainExactly({ hiddenDimension: 1, bias, method, instances });
        instances.forEach((instance, k) => {
          const scale = Math.sqrt(2 / 3);
          const population = populationLoss({ featureCount: 2, ...instance }, 1);
          const start = population.loss(initialWeights(instance, scale, 2), new Float64Array(2));
          assert.ok((trained.losses[k] as number) <= start, `${method}: instance ${k} rose`);
          assert.ok(
            (trained.gradientNorms[k] as number) <= 1e-6,
            `${method}: gradient ${trained.gradientNorms[k]}`,
          );
          assert.is(trained.statuses[k], 'converged', `${method}, ${bias}, instance ${k}`);
        });
      }
    }
  });

  test('known value: five features in two dimensions reach the pentagon, whatever the method', () => {
    const densities = new Float64Array(5).fill(0.05);
    const importances = new Float64Array(5).fill(1);
    const instances = Array.from({ length: 4 }, (_, id) => ({ id, seed: 3, densities, importances }));
    const runs = (['newton', 'lbfgs'] as const).map((method) =>
      trainExactly({ hiddenDimension: 2, bias: 'free', method, instances }),
    );
    const [newton, lbfgs] = runs.map(({ losses }) => Math.min(...losses));
    assert.ok(Math.abs((newton ?? 0) / (lbfgs ?? 1) - 1) <= 1e-9, `${newton} and ${lbfgs}`);
    for (const { remaining, statuses } of runs) {
      assert.ok(
        statuses.every((status) => status !== 'step-limit'),
        `${statuses}`,
      );
      assert.ok(remaining.some((part) => part <= 1e-12));
    }
  });

  test('agreement: the pair by quadrature, as of another activation, ends in minima of the ReLU pair', () => {
    // Its Hessian is another one, so a start may lead to another minimum.
    const activation = scalarActivation(RELU);
    const instances = restartsOf(gridCells(4), 2);
    const { losses } = trainExactly({ hiddenDimension: 1, bias: 'none', instances, activation });
    instances.forEach(({ densities, importances }, k) => {
      const loss = losses[k] as number;
      const minima = pairMinima(densities[0] as number, importances[1] as number);
      assert.ok(
        minima.some((minimum) => Math.abs(loss / minimum.loss - 1) <= 1e-10),
        `instance ${k}: ${loss}`,
      );
    });
    const free = trainExactly({ hiddenDimension: 1, instances, activation });
    instances.forEach((instance, k) => {
      const population = populationLoss({ featureCount: 2, ...instance }, 1);
      const [weights, bias] = [free.weights, free.biases].map((all) => all.slice(2 * k, 2 * k + 2));
      const loss = population.loss(weights as Float64Array, bias as Float64Array);
      assert.ok(Math.abs((free.losses[k] as number) / loss - 1) <= 1e-13, `instance ${k}`);
      assert.is(free.statuses[k], 'converged', `instance ${k}`);
    });
  });

  test('known value: a linear model keeps the feature that counts more, and the mean of the other', () => {
    // W = (1, 0), b = (0, p/2): what is left is r Var(x₂) = r (p/3 − p²/4).
    const [p, r] = [0.3, 0.5];
    const instances = restartsOf([{ density: p, importance: r }], 3);
    const activation = scalarActivation(parseActivation('linear'));
    const { losses } = trainExactly({ hiddenDimension: 1, instances, activation });
    for (const loss of losses) assert.ok(Math.abs(loss / (r * (p / 3 - p ** 2 / 4)) - 1) <= 1e-10, `${loss}`);
  });

  test('regression: descent leaves the kink of a dropped feature', () => {
    const instances = restartsOf([{ density: 0.3, importance: 0.9 }], 1);
    for (const start of [
      [1, -1e-9],
      [1, 0],
      [0, 0],
    ]) {
      const { losses } = trainExactly({
        hiddenDimension: 1,
        bias: 'none',
        instances,
        starts: Float64Array.from(start),
      });
      const minima = pairMinima(0.3, 0.9);
      assert.ok(
        minima.some(({ loss }) => Math.abs((losses[0] as number) / loss - 1) <= 1e-10),
        `${start}: ${losses}`,
      );
    }
  });

  test('refusals', () => {
    const [instance] = restartsOf([{ density: 0.3, importance: 1 }], 1);
    const instances = instance === undefined ? [] : [instance];
    const plan = { hiddenDimension: 1, instances };
    assert.throws(() => trainExactly({ ...plan, instances: [] }), /at least one instance/);
    assert.throws(() => trainExactly({ ...plan, hiddenDimension: 0 }), /hidden dimension/);
    assert.throws(() => trainExactly({ ...plan, tolerance: -1 }), /tolerance/);
    assert.throws(() => trainExactly({ ...plan, maxSteps: 0.5 }), /maxSteps/);
    assert.throws(() => trainExactly({ ...plan, initialScale: -1 }), /initialScale/);
    const three = instances.map((each) => ({
      ...each,
      densities: new Float64Array(3).fill(0.5),
      importances: new Float64Array(3).fill(1),
    }));
    const activation = scalarActivation(RELU);
    assert.throws(() => trainExactly({ ...plan, instances: three, activation }), /two features/);
    assert.throws(() => trainExactly({ ...plan, starts: new Float64Array(3) }), /\[1, 1, 2\]/);
    assert.throws(() => trainExactly({ ...plan, starts: Float64Array.of(Number.NaN, 1) }), /finite/);
    const silent = instances.map((each) => ({ ...each, importances: new Float64Array(2) }));
    assert.throws(() => trainExactly({ ...plan, instances: silent }), /counts/);
    const dense = instances.map((each) => ({ ...each, densities: Float64Array.of(2, 1) }));
    assert.throws(() => trainExactly({ ...plan, instances: dense }), /densities/);
  });
});
