import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { boxBounds } from '../../src/landscape/certificate/box-bounds.ts';
import { boxTester } from '../../src/landscape/certificate/box-test.ts';
import { freeBoxTester } from '../../src/landscape/certificate/free-box-test.ts';
import type { BoxTest } from '../../src/landscape/certificate/search-tree.ts';
import { taskSide } from '../../src/landscape/certificate/task-side.ts';
import {
  type BiasCertificate,
  cutLetter,
  dropLetter,
  lossWhenOff,
  type PlainCertificate,
} from '../../src/model/certificate.ts';
import { parseCertificateFile } from '../../src/model/file/certificate-file.ts';
import { parseRational, type Rational, rationalFromNumber, toNumber } from '../../src/support/rational.ts';
import { passesTest, testSetting } from '../../src/verify/certificate/check-box.ts';
import { cutBox, freeTestSetting, passesFreeTest } from '../../src/verify/certificate/check-free-box.ts';
import type { GridBox } from '../../src/verify/certificate/corner-bounds.ts';
import { rootOf } from '../../src/verify/certificate/walk-tree.ts';
import { runs, suite } from '../support/suite.ts';

function golden(name: string): string {
  return readFileSync(new URL(`../golden/certificates/${name}.json`, import.meta.url), 'utf8');
}

const ABOVE = parseRational('1.0001');
const GRID = 2 ** 36;

/** A box around a point, of all sizes, far larger than the distance of the point from the true minimum. */
function boxAround(point: readonly number[]): fc.Arbitrary<{ lower: Float64Array; upper: Float64Array }> {
  const width = fc.double({ min: -5, max: 0.5, noNaN: true }).map((exponent) => 10 ** exponent);
  const side = fc.array(width, { minLength: point.length, maxLength: point.length });
  const onGrid = (value: number): number => Math.round(value * GRID) / GRID;
  return fc.tuple(side, side).map(([below, above]) => ({
    lower: Float64Array.from(point, (x, k) => onGrid(x - (below[k] ?? 0))),
    upper: Float64Array.from(point, (x, k) => onGrid(x + (above[k] ?? 0))),
  }));
}

/** No test may succeed on the box, and what is left of it after cuts holds the point. */
function assertKept(test: BoxTest, lower: Float64Array, upper: Float64Array, point: readonly number[]): void {
  const outcome = test(lower, upper);
  assert.is(outcome.kind, 'split', outcome.kind === 'done' ? outcome.test : '');
  for (const [k, x] of point.entries()) {
    assert.ok((lower[k] ?? 0) <= x && x <= (upper[k] ?? 0), `coordinate ${k} is cut off`);
  }
}

function gridBox(lower: Float64Array, upper: Float64Array): { box: GridBox; denominator: bigint } {
  return rootOf(
    Array.from(lower, (low, k) => [rationalFromNumber(low), rationalFromNumber(upper[k] ?? 0)] as const),
    rationalFromNumber(1 / GRID),
  );
}

suite('the minimum is in no box that is discarded', (test) => {
  const free = parseCertificateFile(golden('pair-with-biases'), 'golden') as BiasCertificate;
  const freePoint = [...(free.weights[0] ?? []), ...free.bias].map(toNumber);
  const freeLower = free.upper.mul(ABOVE);

  test('law: with biases, by the search', () => {
    const { task } = free;
    const setting = {
      featureCount: 2,
      hiddenDimension: 1,
      side: taskSide(task),
      densities: Float64Array.from(task.densities, toNumber),
      grid: GRID,
    };
    const tester = freeBoxTester(setting, { lower: toNumber(freeLower), interchangeable: [] });
    fc.assert(
      fc.property(boxAround(freePoint), ({ lower, upper }) => assertKept(tester, lower, upper, freePoint)),
      runs(200),
    );
  });

  test('law: with biases, by the checker, whatever the letter', () => {
    const cuts = [0, 1].flatMap((i) => [cutLetter(i, 'lowest'), cutLetter(i, 'highest')]);
    const tests = ['.', '*', '~', 'A', 'B', dropLetter(0), dropLetter(1), '='];
    fc.assert(
      fc.property(boxAround(freePoint), ({ lower, upper }) => {
        const { box, denominator } = gridBox(lower, upper);
        const claim = {
          ...free,
          lower: freeLower,
          cover: { ...free.cover, biasUnit: rationalFromNumber(1 / GRID) },
        };
        const setting = freeTestSetting(claim, denominator);
        for (const letter of tests) assert.not.ok(passesFreeTest(setting, box, letter), letter);
        for (const letter of cuts) {
          const left = cutBox(setting, box, letter);
          if (left === undefined) continue;
          freePoint.forEach((x, k) => {
            const [low, high] = [left.lower[k] ?? 0n, left.upper[k] ?? 0n].map(
              (end) => Number(end) / Number(denominator),
            );
            assert.ok((low ?? 0) <= x && x <= (high ?? 0), `${letter} cuts coordinate ${k} off`);
          });
        }
      }),
      runs(25),
    );
  });

  const plain = parseCertificateFile(golden('pair'), 'golden') as PlainCertificate;
  const [first, last] = (plain.weights[0] ?? []) as [Rational, Rational];
  const direction = [toNumber(last.div(first))];
  const plainLower = plain.upper.mul(ABOVE);

  test('law: without biases, by the search and by the checker', () => {
    const side = taskSide(plain.task);
    const bounds = { featureCount: 2, hiddenDimension: 1, low: side, high: side };
    const gain = toNumber(lossWhenOff(plain.task).sub(plainLower));
    const tester = boxTester(boxBounds(bounds, 0), boxBounds(bounds, 0), { low: gain, high: gain });
    const [chart] = plain.charts;
    if (chart === undefined) throw new Error('a chart');
    fc.assert(
      fc.property(boxAround(direction), ({ lower, upper }) => {
        assertKept(tester, lower, upper, direction);
        const { box, denominator } = gridBox(lower, upper);
        const setting = testSetting({ ...plain, lower: plainLower }, chart, denominator);
        for (const letter of ['.', '*', '0', 'A', 'B', '~'])
          assert.not.ok(passesTest(setting, box, letter), letter);
      }),
      runs(60),
    );
  });
});
