import * as assert from 'uvu/assert';
import { followTie, type TieSeed, type TieTask } from '../../../src/landscape/diagram/followed-tie.ts';
import type { ModelFamily, ParameterPoint } from '../../../src/landscape/diagram/model-family.ts';
import { type FollowTies, TieNetwork } from '../../../src/landscape/diagram/tie-network.ts';
import { meetingPoints } from '../../../src/landscape/pair/meeting-point.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { suite } from '../../support/suite.ts';

const NO_BIAS: ModelFamily = { featureCount: 2, hiddenDimension: 1, biasMode: 'none' };
const FREE: ModelFamily = { ...NO_BIAS, biasMode: 'free' };

const followHere: FollowTies = async (tasks) => tasks.map(followTie);

function isNear(found: ParameterPoint | undefined, importance: number, density: number): void {
  const text = `${found?.importance}, ${found?.density}`;
  assert.ok(Math.abs((found?.importance ?? 0) / importance - 1) < 1e-10, text);
  assert.ok(Math.abs((found?.density ?? 0) / density - 1) < 1e-10, text);
}

suite('tie network', (test) => {
  test('agreement: without bias one seed leads to the exact meeting point, to the borders, and to ties of enumerated minima', async () => {
    const [first, second] = pairMinima(0.5580199877269624, 0.5);
    assert.ok(second !== undefined);
    const seed = {
      density: 0.558,
      importance: 0.5,
      sides: [first.weights, second.weights],
      rivals: [],
    } as const;
    const network = new TieNetwork(NO_BIAS, { densities: [0.2, 1], importances: [0.1, 1] });
    const asked: TieTask[] = [];
    const isInTime = await network.grow([seed, seed], (tasks) => {
      asked.push(...tasks);
      return followHere(tasks);
    });
    assert.ok(isInTime);
    const [exact] = meetingPoints();
    const [meeting] = network.meetings;
    isNear(meeting, exact?.importance.toNumber() ?? 0, exact?.density.toNumber() ?? 0);
    assert.equal([...(meeting?.phases ?? [])].sort(), ['antipodal', 'confused', 'dropped-last']);
    // The second seed is on the curve of the first one.
    assert.is(network.curves.length, 2);
    const points = network.curves.flatMap((curve) => curve.points);
    for (const { importance, density } of points.filter((_, k) => k % 9 === 0)) {
      const [lowest, next] = pairMinima(density, importance);
      assert.ok(Math.abs((next?.loss ?? 0) / lowest.loss - 1) < 1e-11, `${importance} ${density}`);
    }
    for (const border of [0.1, 1]) assert.ok(points.some(({ importance }) => importance === border));
    assert.ok(network.has({ ...seed, density: 0.55802 }));
    assert.not(network.has({ ...seed, density: 0.57 }));
  });

  test('known value: with biases a curve of ties is cut where a name changes, and ends where equal features are treated unequally', async () => {
    const seed: TieSeed = {
      density: 0.6374,
      importance: 0.9,
      sides: [
        [0.903321, -0.675145, 0.200471, 0.338214],
        [0.973019, -0.431296, 0.115329, 0.392855],
      ],
      rivals: [],
    };
    const { points, pieces, meetings } = followTie({
      family: FREE,
      domain: { densities: [0.6, 0.9], importances: [0.86, 1] },
      seed,
    });
    isNear(points[0]?.importance === 1 ? points[0] : points.at(-1), 1, 0.706403692673);
    isNear(meetings[0], 0.87017495473, 0.6242438254);
    assert.equal(meetings[0]?.phases, ['antipodal', 'dropped-last', 'antipodal']);
    assert.equal(
      pieces.map(({ between }) => between),
      [
        ['antipodal', 'antipodal'],
        ['antipodal', 'dropped-last'],
      ],
    );
  });

  test('known value: three minima tie where the dropped one and its neighbour are as low as the antipodal one', () => {
    const { triples } = followTie({
      family: FREE,
      domain: { densities: [0.45, 0.6], importances: [0.53, 0.6] },
      seed: {
        density: 0.5,
        importance: 0.536,
        sides: [
          [1.0283, -0.7555, 0.062, 0.198],
          [1, 0, 0, 0.25],
        ],
        rivals: [],
      },
    });
    isNear(triples[0]?.meeting, 0.56413136536, 0.51173803212);
    assert.equal([...(triples[0]?.meeting.phases ?? [])].sort(), [
      'antipodal',
      'dropped-last',
      'dropped-last',
    ]);
    assert.is(triples[0]?.departures.length, 3);
  });

  test('law: what time has run out for is left out', async () => {
    const network = new TieNetwork(FREE, { densities: [0.2, 1], importances: [0.1, 1] });
    const seed: TieSeed = { density: 0.5, importance: 0.5, sides: [[], []], rivals: [] };
    assert.is(await network.grow([seed], async () => [undefined]), false);
    assert.equal([network.curves, network.meetings], [[], []]);
  });
});
