import * as assert from 'uvu/assert';
import { tracedBoundaries } from '../../../src/landscape/continuation/traced-boundaries.ts';
import { meetingPoints } from '../../../src/landscape/pair/meeting-point.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { suite } from '../../support/suite.ts';

suite('traced boundaries', (test) => {
  test('agreement: without bias the whole network from one line, its meeting points, and ties in the enumerated minima', () => {
    const family = { featureCount: 2, hiddenDimension: 1, biasMode: 'none' } as const;
    const domain = { densities: [0.2, 1], importances: [0.1, 10] } as const;
    const { curves, meetings } = tracedBoundaries(family, domain, [0.5], 20220914);
    assert.equal(
      curves.map(({ between }) => between.join(' | ')),
      ['antipodal | dropped-first', 'antipodal | confused', 'antipodal | dropped-last'],
    );
    const [exact] = meetingPoints();
    const found = meetings.find(({ importance }) => importance < 1);
    assert.ok(Math.abs((found?.importance ?? 0) - (exact?.importance.toNumber() ?? 1)) < 1e-11);
    assert.ok(Math.abs((found?.density ?? 0) - (exact?.density.toNumber() ?? 1)) < 1e-11);
    for (const { importance, density } of curves.flatMap(({ points }) =>
      points.filter((_, k) => k % 5 === 0),
    )) {
      const [lowest, second] = pairMinima(density, importance);
      assert.ok(Math.abs((lowest?.loss ?? 0) / (second?.loss ?? 1) - 1) < 1e-11, `${importance} ${density}`);
    }
    const ends = curves.flatMap(({ points }) => [points[0], points[points.length - 1]]);
    assert.is(ends.filter((end) => end?.importance === 0.1 || end?.importance === 10).length, 2);
  });

  test('known value: with biases three minima tie at r = 1, where broken symmetry begins', () => {
    const family = { featureCount: 2, hiddenDimension: 1, biasMode: 'free' } as const;
    const domain = { densities: [0.6, 0.9], importances: [0.88, 1.2] } as const;
    const { curves, meetings } = tracedBoundaries(family, domain, [0.9], 20220914);
    const triple = meetings.find(({ phases }) => phases.length === 3);
    assert.ok(Math.abs((triple?.importance ?? 0) - 1) < 1e-11);
    assert.ok(Math.abs((triple?.density ?? 0) - 0.706403692673) < 1e-11);
    // Exchanging the features maps r to 1/r: one of the curves lies on r = 1, and two are mirror images.
    const upwards = curves.find(({ points }) =>
      points.every(({ importance }) => Math.abs(importance - 1) < 1e-9),
    );
    assert.is(Math.max(...(upwards?.points ?? []).map(({ density }) => density)), 0.9);
  });
});
