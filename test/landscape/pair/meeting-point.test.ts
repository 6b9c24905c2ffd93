import * as assert from 'uvu/assert';
import { antipodalBoundary } from '../../../src/landscape/pair/antipodal-boundary.ts';
import { meetingPoints } from '../../../src/landscape/pair/meeting-point.ts';
import { suite } from '../../support/suite.ts';

suite('meetingPoints', (test) => {
  test('agreement: below r = 1 three names meet once, where bisection in doubles sees the ratio of legs pass √2 − 1', () => {
    const points = meetingPoints();
    const [point] = points;
    assert.ok(point !== undefined && points.length === 1);
    const [r, p] = [point.importance.toNumber(), point.density.toNumber()];
    assert.equal([point.importance.degree, point.density.degree], [72, 72]);
    const search = antipodalBoundary(r, [1e-3, 1]);
    assert.ok(search.status === 'found');
    // The losses cross at an angle of more than 0.1: antipodalBoundary is good to 1e-14.
    assert.ok(Math.abs(search.density - p) < 1e-13, `${search.density}, ${p}`);
    const [first, last] = search.above.weights;
    assert.ok(Math.abs(last / first - (Math.SQRT2 - 1)) < 1e-7);
    assert.ok(Math.abs(r - (4 - 3 * p) / (4 + 3 * p)) < 1e-15);
  });
});
