import * as assert from 'uvu/assert';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { resultsDocument } from '../../../src/report/phase-change/results.ts';
import { formatRational, ONE, parseRational, rationalFromNumber } from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { suite } from '../../support/suite.ts';
import { TINY, tinyResults } from './tiny-results.ts';
import { breachesOfTrust } from './trust-rule.ts';

interface Run {
  readonly instance: number;
  readonly weights: { readonly value: readonly number[] };
  readonly loss: { readonly exact: string; readonly value: number };
  readonly basin?: { readonly loss: number };
  readonly relative: { readonly excess: number; readonly gap?: number };
}

/** As much of the document as is looked at below. */
interface Report {
  readonly schema: string;
  readonly verdict: string;
  readonly settings: {
    readonly seed: number;
    readonly engine: string;
    readonly profile: Readonly<Record<string, unknown>>;
    readonly training: Readonly<Record<string, unknown>>;
  };
  readonly checks: readonly { readonly name: string; readonly verdict: string }[];
  readonly derivation: { readonly formulas: readonly { readonly chamber: string; readonly loss: string }[] };
  readonly axes: { readonly density: readonly number[]; readonly importance: readonly number[] };
  readonly diagrams: Readonly<Record<string, { readonly phase: string[][]; readonly loss: number[][] }>>;
  readonly boundary: { readonly points: readonly unknown[] };
  readonly surfaces: readonly { readonly axis: readonly number[]; readonly loss: number[][] }[];
  readonly minimaFoundByDescent: { readonly points: readonly unknown[] };
  readonly trained: {
    readonly cells: readonly {
      readonly density: number;
      readonly importance: number;
      readonly bestInstance: number;
      readonly globalMinimum: { readonly loss: number };
      readonly runs: readonly Run[];
    }[];
  };
}

const results = await tinyResults(3);
const text = JSON.stringify(resultsDocument(results));
const report = JSON.parse(text) as Report;

suite('resultsDocument', (test) => {
  test('every number has a trust, every exact string is in lowest terms and next to its nearest double', () => {
    assert.equal(breachesOfTrust(resultsDocument(results)), []);
    assert.equal(breachesOfTrust(report), []);
  });

  test('nothing is lost in JSON: no infinity, no undefined in a list', () => {
    assert.not.match(text, /null/);
    assert.is(JSON.stringify(report), text);
  });

  test('law: computed again, the document is the same to the last digit; with another seed it is not', async () => {
    assert.is(JSON.stringify(resultsDocument(await tinyResults(3))), text);
    assert.is.not(JSON.stringify(resultsDocument(await tinyResults(4))), text);
  });

  test('it says what was run, and has the sizes of its profile', () => {
    assert.is(report.schema, 'antipode/report@1');
    assert.equal([report.settings.seed, report.settings.engine], [3, 'wasm']);
    assert.equal(report.settings.profile, { ...TINY });
    assert.equal(
      { ...report.settings.training },
      {
        featureCount: 2,
        hiddenDimension: 1,
        steps: 200,
        batchSize: 1024,
        learningRate: 0.03,
        schedule: 'cosine',
        bias: 'none',
        initialisation: 'xavier-normal',
        models: 18,
        optimiser: 'adam',
        weightDecay: 0,
      },
    );
    assert.equal([report.axes.density.length, report.axes.importance.length], [9, 9]);
    assert.equal(Object.keys(report.diagrams).sort(), [
      'global',
      'hand-picked',
      'hand-picked-without-bias',
      'trust',
    ]);
    for (const name of ['global', 'hand-picked', 'hand-picked-without-bias']) {
      const { phase, loss } = report.diagrams[name] ?? { phase: [], loss: [] };
      for (const rows of [phase, loss])
        assert.equal([rows.length, ...rows.map(({ length }) => length)], Array(10).fill(9));
    }
    assert.is(report.boundary.points.length, 9);
    assert.is(report.minimaFoundByDescent.points.length, 9);
    assert.equal(
      report.surfaces.map(({ axis, loss }) => [axis.length, loss.length]),
      [
        [9, 9],
        [9, 9],
        [9, 9],
      ],
    );
    assert.is(report.checks.length, 11);
    assert.is(report.verdict, results.verdict);
  });

  test('agreement: from the document alone, the exact loss of every trained model comes out as stated', () => {
    const runs = report.trained.cells.flatMap(({ density, importance, runs }) =>
      runs.map((run) => ({ density, importance, run })),
    );
    assert.equal(
      runs.map(({ run }) => run.instance),
      Array.from({ length: 18 }, (_, k) => k),
    );
    for (const { density, importance, run } of runs) {
      const [p, r] = [density, importance].map((value) => parseRational(String(value)));
      assert.ok(p !== undefined && r !== undefined);
      const model = toyModel(task([p, p], [ONE, r]), [run.weights.value.map(rationalFromNumber)]);
      assert.is(formatRational(expectedLoss(model).loss), run.loss.exact);
    }
  });

  test('excess and gap are those of the losses beside them, and the best run has the least loss', () => {
    for (const { runs, globalMinimum, bestInstance } of report.trained.cells) {
      for (const { loss, basin, relative } of runs) {
        assert.ok(Math.abs(relative.excess - (loss.value / globalMinimum.loss - 1)) < 1e-9);
        assert.is(relative.gap === undefined, basin === undefined);
        if (basin !== undefined && relative.gap !== undefined) {
          assert.ok(Math.abs(relative.gap - (loss.value / basin.loss - 1)) < 1e-9);
        }
      }
      const least = Math.min(...runs.map(({ loss }) => loss.value));
      assert.is(runs.find(({ instance }) => instance === bestInstance)?.loss.value, least);
    }
  });

  test('the formulas are those derived, as text that reads back', () => {
    assert.equal(
      report.derivation.formulas.map(({ chamber }) => chamber),
      results.theory.chambers.map(({ chamber }) => chamber.name),
    );
    report.derivation.formulas.forEach(({ loss }, k) => {
      assert.ok(parsePolynomial(loss).equals(results.theory.chambers[k]?.loss ?? parsePolynomial('0')));
    });
  });
});
