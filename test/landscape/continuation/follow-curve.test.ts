import * as assert from 'uvu/assert';
import {
  type CriticalCurve,
  curvaturesAt,
  solveAtPlace,
} from '../../../src/landscape/continuation/critical-curve.ts';
import { type FollowedCurve, followCurve } from '../../../src/landscape/continuation/follow-curve.ts';
import { pathGround } from '../../../src/landscape/continuation/model-path.ts';
import { pairBoundaries } from '../../../src/landscape/pair/pair-boundary.ts';
import { rational } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

const LIMITS = { longestStep: 0.05, maxStations: 400, stopAtFold: false };

/** The path from density 0 + 1/100 to 1 of a pair, as a curve that is followed. */
function pairCurve(importance: number, biasMode: 'free' | 'none'): CriticalCurve {
  const task = (p: number) => ({
    featureCount: 2,
    densities: Float64Array.of(p, p),
    importances: Float64Array.of(1, importance),
  });
  const ground = pathGround({ hiddenDimension: 1, biasMode, from: task(0.01), to: task(1), scale: 'linear' });
  return { ground, kinked: [] };
}

const densityAt = (place: number): number => 0.01 + 0.99 * place;
const placeOf = (density: number): number => (density - 0.01) / 0.99;

function followed(
  curve: CriticalCurve,
  point: readonly number[],
  density: number,
  direction: 1 | -1,
): FollowedCurve {
  const found = followCurve(
    curve,
    { point: Float64Array.from(point), place: placeOf(density) },
    direction,
    LIMITS,
  );
  assert.ok(found !== undefined, 'the start is on a curve');
  return found;
}

const isNear = (found: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);

suite('followed curves', (test) => {
  test('agreement: the antipodal minimum without bias ends where elimination says, and its saddle where a feature drops', () => {
    const curve = pairCurve(0.5, 'none');
    const { events, end } = followed(curve, [1.02, -1], 0.3, 1);
    assert.equal(
      events.map(({ kind }) => kind),
      ['fold'],
    );
    const exact = pairBoundaries({ unknown: 'density', given: rational(1n, 2n) }, rational(1n, 10n ** 14n));
    assert.ok(exact.status === 'found');
    const limit = exact.stabilityLimits.find(({ minimum }) => minimum.phase === 'antipodal');
    isNear(densityAt(events[0]?.station.place ?? 0), limit?.at.toNumber() ?? 0, 1e-11);
    // r = p(16 − 9p)/(32(1 − p)) at r = 1/2: docs/maths/pair.md, §5.
    assert.ok(end.kind === 'kink' && end.feature === 1);
    isNear(densityAt(end.spot.place), (32 - Math.sqrt(448)) / 18, 1e-10);
  });

  test('known value: the asymmetric saddles at r = 1 leave the axis at p = (24 − 12√2)/9', () => {
    const { end } = followed(pairCurve(1, 'none'), [1.1, -0.35], 0.95, -1);
    assert.ok(end.kind === 'kink');
    isNear(densityAt(end.spot.place), (24 - 12 * Math.SQRT2) / 9, 1e-10);
  });

  test('law: a branch of broken symmetry ends in a pitchfork where a curvature of the symmetric one vanishes', () => {
    const curve = pairCurve(1, 'free');
    const symmetric = followed(curve, [0.78, -0.78, 0.3, 0.3], 0.68, 1);
    const crossing = symmetric.events.find(({ kind }) => kind === 'bifurcation');
    assert.ok(crossing !== undefined);
    const broken = followed(curve, [0.516, -0.916, 0.425, 0.198], 0.7064, -1);
    assert.equal(
      broken.events.map(({ kind }) => kind),
      ['fold'],
    );
    assert.ok(broken.end.kind === 'pitchfork');
    isNear(broken.end.spot.place, crossing.station.place, 1e-7);
    isNear(densityAt(crossing.station.place), 0.71301302, 1e-8);
  });

  test('law: on a wall a saddle runs into the dropped minimum, which the mean Hessian calls stable on both sides', () => {
    const curve = pairCurve(0.5, 'free');
    const antipodal = followed(curve, [1.035, -0.755, 0.052, 0.186], 0.4845, 1);
    assert.ok(antipodal.end.kind === 'junction');
    isNear(densityAt(antipodal.end.spot.place), 0.456871915, 1e-9);
    const dropped = solveAtPlace(curve, { point: Float64Array.of(1, 0, 0, 0.225), place: placeOf(0.45) });
    assert.ok(dropped !== undefined && (curvaturesAt(curve, dropped).values[0] ?? -1) > 0);
  });

  test('law: folds and ends are the same whichever way a curve is followed', () => {
    const curve = pairCurve(0.5, 'none');
    const there = followed(curve, [1.02, -1], 0.3, 1);
    const last = there.stations[there.stations.length - 1];
    assert.ok(last !== undefined);
    const back = followCurve(curve, last, -1, LIMITS) ?? followCurve(curve, last, 1, LIMITS);
    const again = [back, followCurve(curve, last, 1, LIMITS)].flatMap((way) => way?.events ?? []);
    isNear(again[0]?.station.place ?? 0, there.events[0]?.station.place ?? 1, 1e-11);
  });
});
