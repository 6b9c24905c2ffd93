/** @file The formulas at given weights as programs, each run by its own language, against the exact loss of the model. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { gram, type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { formatRational, parseRational, type Rational, toNumber } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { formulaAt } from '../../src/symbolic/output-formula/formula-at.ts';
import type { CodeLanguage } from '../../src/symbolic/presentation/code/code-language.ts';
import { modelProgram } from '../../src/symbolic/presentation/code/program/model-program.ts';
import { renderProgram } from '../../src/symbolic/presentation/code/program/render-program.ts';
import { anyToyModel, smallRational } from '../support/arbitraries.ts';
import {
  MISSING,
  runC,
  runJavaScript,
  runMathematica,
  runPython,
  skipped,
} from '../support/run-emitted-code.ts';
import { runs, suite } from '../support/suite.ts';

interface Case {
  readonly model: ToyModel;
  readonly symbols: 'gram' | 'weights';
  readonly densities: 'each' | 'numbers';
}

const CASES: readonly Case[] = fc.sample(
  fc.record({
    model: anyToyModel({ maxFeatures: 3, maxHidden: 2, entry: smallRational() }),
    symbols: fc.constantFrom('gram' as const, 'weights' as const),
    densities: fc.constantFrom('each' as const, 'numbers' as const),
  }),
  runs(6).numRuns,
);

function codeOf({ model, symbols, densities }: Case, language: CodeLanguage): string {
  const formulas = model.densities.map((_, i) => formulaAt(model, i, { symbols, densities }));
  const program = modelProgram(formulas, {
    featureCount: model.featureCount,
    hiddenDimension: model.hiddenDimension,
    symbols,
    densities: densities === 'each' ? 'each' : model.densities,
  });
  return renderProgram(program, language);
}

/** The arguments of `loss` at the model. */
function argumentsOf({ model, symbols, densities }: Case): Rational[] {
  const entries = symbols === 'gram' ? gram(model).flatMap((row, i) => row.slice(i)) : model.weights.flat();
  return [...entries, ...model.bias, ...(densities === 'each' ? model.densities : []), ...model.importances];
}

const words = (each: Case): string[] => argumentsOf(each).map(formatRational);

const exact = ({ model }: Case): string => formatRational(expectedLoss(model).loss);

suite('formulas at given weights as programs', (test) => {
  test('agreement: Python, run by SymPy, at the model, on walls and faces too', () => {
    if (MISSING.python !== undefined) return skipped('Python', MISSING.python);
    for (const each of CASES) {
      const [value = ''] = runPython(codeOf(each, 'python'), 'loss', [words(each)]);
      assert.is(formatRational(parseRational(value)), exact(each), words(each).join(' '));
    }
  });

  test('agreement: Mathematica, read by SymPy’s parser of that language', () => {
    if (MISSING.mathematica !== undefined) return skipped('Mathematica', MISSING.mathematica);
    for (const each of CASES.slice(0, runs(3).numRuns)) {
      const [value = ''] = runMathematica(codeOf(each, 'mathematica'), 'loss', [words(each)]);
      assert.is(formatRational(parseRational(value)), exact(each), words(each).join(' '));
    }
  });

  test('agreement: C compiles without warnings', () => {
    if (MISSING.c !== undefined) return skipped('C', MISSING.c);
    for (const each of CASES.slice(0, 4)) {
      const point = argumentsOf(each).map(toNumber);
      runC(codeOf(each, 'c'), 'loss', point.length, [point]);
    }
  });

  test('agreement: JavaScript is near at a model of dyadic numbers, and serves its chamber only', async () => {
    const half = parseRational('1/2');
    const one = parseRational('1');
    const pair = toyModel(
      task([half, half], [one, half]),
      [[one, half.neg()]],
      [parseRational('1/4'), parseRational('-1/8')],
    );
    const each: Case = { model: pair, symbols: 'weights', densities: 'each' };
    const point = argumentsOf(each).map(toNumber);
    const mirrored = point.map((value, k) => (k < 2 ? -value : value));
    const [here = 0, there = 0, outside = 0] = await runJavaScript(codeOf(each, 'javascript'), 'loss', [
      point,
      mirrored,
      point.map((value, k) => (k === 1 ? -value : value)),
    ]);
    assert.ok(Math.abs(here - toNumber(expectedLoss(pair).loss)) < 1e-14);
    assert.is(there, here);
    assert.ok(Number.isNaN(outside));
  });
});
