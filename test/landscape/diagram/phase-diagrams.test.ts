import * as assert from 'uvu/assert';
import { embeddedLandscape } from '../../../src/landscape/critical/embedded-landscape.ts';
import { refutations } from '../../../src/landscape/diagram/check-cells.ts';
import { surveyBand } from '../../../src/landscape/diagram/minima-band.ts';
import { groundAt, type ModelFamily } from '../../../src/landscape/diagram/model-family.ts';
import { phaseDiagrams } from '../../../src/landscape/diagram/phase-diagrams.ts';
import { searchedMap, sheetsOf, UNBOUNDED } from '../../../src/landscape/diagram/searched-map.ts';
import { surveyMinima } from '../../../src/landscape/diagram/survey-minima.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { parameterGrid } from '../../../src/landscape/phase-diagram.ts';
import { suite } from '../../support/suite.ts';

const PAIR: ModelFamily = { featureCount: 2, hiddenDimension: 1, biasMode: 'none' };

/** The diagram of one sheet after the other, on this thread. */
async function globalMap(family: ModelFamily, grid: ReturnType<typeof parameterGrid>) {
  const sheets = sheetsOf('global', family, true);
  const minima = [];
  for (const sheet of sheets) {
    minima.push(await surveyMinima(sheet, grid, async (tasks) => tasks.map(surveyBand)));
  }
  return searchedMap('global', grid, sheets, minima, true);
}

suite('searched diagrams', (test) => {
  test('agreement: without bias the search finds every global minimum that the roots of polynomials give', async () => {
    // 22 rows are two bands, so that minima cross from one to the other.
    const map = await globalMap(PAIR, parameterGrid([1e-3, 1], [0.1, 2], [22, 2]));
    map.cells.forEach((row, k) => {
      row.forEach(({ phase, loss }, column) => {
        const [best] = pairMinima(map.densities[k] ?? 1, map.importances[column] ?? 1);
        assert.ok(Math.abs(loss - best.loss) <= 1e-11 * best.loss, `${loss}, not ${best.loss}`);
        assert.is(phase, best.phase);
      });
    });
  });

  test('law: losses fall from hand-picked to family to global, and heavy searches find nothing lower', async () => {
    const { maps, checks, differences } = await phaseDiagrams({
      family: { ...PAIR, biasMode: 'free' },
      grid: parameterGrid([0.01, 1], [0.1, 10], [3, 3]),
      kinds: ['hand-picked', 'family', 'global'],
      checks: 1,
      lines: 0,
      seed: 1,
    });
    assert.equal(
      maps.map(({ kind }) => kind),
      ['hand-picked', 'family', 'global'],
    );
    assert.is(differences.length, 3);
    const losses = maps.map(({ cells }) => cells.flat().map(({ loss }) => loss));
    losses.slice(1).forEach((lower, k) => {
      lower.forEach((loss, cell) => {
        assert.ok(loss <= (losses[k]?.[cell] ?? 0) * (1 + 1e-10), `cell ${cell} of map ${k + 1}`);
      });
    });
    const [, , global] = maps;
    assert.ok(global !== undefined && refutations(global, checks).length === 0);
    assert.ok((checks[0]?.least ?? 0) > 0);
  });

  test('known value: sigmoid without bias has no minimum where features are sparse and unequal', async () => {
    const family = { ...PAIR, activation: 'sigmoid' };
    const map = await globalMap(family, { densities: [0.01], importances: [0.01] });
    assert.is(map.cells[0]?.[0]?.phase, UNBOUNDED);
  });

  test('law: where jump ReLU makes the loss jump, no point on either side nor on the jump itself is lower', async () => {
    const family = { ...PAIR, biasMode: 'free', activation: 'jump-relu:1/2' } as const;
    const map = await globalMap(family, { densities: [0.9], importances: [1] });
    const least = map.cells[0]?.[0]?.loss ?? Number.NaN;
    const ground = groundAt(family, { density: 0.9, importance: 1 });
    for (let k = 0; k < 3000; k++) {
      const point = Float64Array.from({ length: 4 }, (_, j) => 1.3 * Math.sin(1 + (7.31 + j) * k + 2.1 * j));
      if (k % 3 > 0) point[2] = k % 3 === 1 ? 0.5 : 0.5 + 1e-15;
      if (k % 2 === 1) point[1] = 0;
      assert.ok(ground.height(point) * ground.unit >= least * (1 - 1e-12), `${point}`);
    }
  });
});

suite('embeddedLandscape', (test) => {
  const whole = groundAt({ ...PAIR, biasMode: 'free' }, { density: 0.3, importance: 0.5 });
  /** w₁ = x, w₂ = −2x, b₁ = 0.1, b₂ = 0.2 + y. */
  const embedding = { dimension: 2, source: [0, 0, -1, 1], factor: [1, -2, 0, 1], offset: [0, 0, 0.1, 0.2] };
  const part = embeddedLandscape(whole, embedding);

  test('law: the height is that of the whole, the gradient its chain rule', () => {
    const point = Float64Array.of(0.7, -0.1);
    const gradient = new Float64Array(2);
    const height = part.climb(point, gradient);
    assert.is(height, whole.height(Float64Array.of(0.7, -1.4, 0.1, 0.1)));
    const step = 1e-6;
    for (const k of [0, 1]) {
      const [above, below] = [1, -1].map((sign) =>
        part.height(point.map((x, j) => (j === k ? x + sign * step : x))),
      );
      assert.ok(Math.abs(((above ?? 0) - (below ?? 0)) / (2 * step) - (gradient[k] ?? 0)) < 1e-8);
    }
  });

  test('law: packing what was unpacked gives the point back', () => {
    const point = Float64Array.of(0.7, -0.1);
    part.pack(part.unpack(point)).forEach((entry, k) => {
      assert.ok(Math.abs(entry - (point[k] ?? 0)) < 1e-15);
    });
  });
});
