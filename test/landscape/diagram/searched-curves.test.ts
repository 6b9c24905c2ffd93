import * as assert from 'uvu/assert';
import type { FollowedBoundary, FollowedLine } from '../../../src/landscape/diagram/followed-line.ts';
import { followLine } from '../../../src/landscape/diagram/followed-line.ts';
import type { FollowedTie } from '../../../src/landscape/diagram/followed-tie.ts';
import { joinLines } from '../../../src/landscape/diagram/join-lines.ts';
import { withMirrorImages } from '../../../src/landscape/diagram/mirror-images.ts';
import type { PhaseMap } from '../../../src/landscape/diagram/phase-map.ts';
import { type CurveRequest, searchedCurves } from '../../../src/landscape/diagram/searched-curves.ts';
import type { FollowTies } from '../../../src/landscape/diagram/tie-network.ts';
import { gridTraining, trainedAgreement, trainedMap } from '../../../src/landscape/diagram/trained-map.ts';
import { parameterGrid } from '../../../src/landscape/phase-diagram.ts';
import { suite } from '../../support/suite.ts';

const FREE = { featureCount: 2, hiddenDimension: 1, biasMode: 'free' } as const;

function boundary(density: number, below: string, above: string, weights = [1, 0]): FollowedBoundary {
  return {
    density,
    between: [below, above],
    order: 'first',
    loss: 0.1,
    jump: 1,
    sides: [weights, weights],
    rivals: [],
  };
}

/** Below r = ½ one boundary, above it two that part there; at r = 1 features are treated unequally from p = 0.8 on. */
function plannedLine(importance: number): FollowedLine {
  if (importance < 0.5)
    return { importance, boundaries: [boundary(importance, 'antipodal', 'dropped-last')] };
  return {
    importance,
    boundaries: [
      boundary(0.5, 'antipodal', 'confused', [1, 1]),
      boundary(0.5 + 0.6 * (importance - 0.5), 'confused', 'dropped-last', [1, 0]),
    ],
  };
}

/** No tie is followed, so that all boundaries are joined. */
const followTies: FollowTies = async (tasks) =>
  tasks.map(() => ({ points: [], pieces: [], meetings: [], triples: [] }));

const REQUEST: CurveRequest = {
  family: FREE,
  grid: parameterGrid([1e-3, 1], [0.01, 100], [5, 5]),
  lines: 40,
  seed: 1,
};

suite('searched curves', (test) => {
  test('law: lines crowd where curves part, the curves lead to the meeting, and 1/r mirrors r', async () => {
    const asked: number[] = [];
    const { curves, meetings, search } = await searchedCurves(REQUEST, {
      followTies,
      followLines: async (tasks) => {
        asked.push(...tasks.map(({ importance }) => importance));
        return tasks.map(({ importance }) => plannedLine(importance));
      },
    });
    assert.ok(asked.every((importance) => importance >= 0.01 && importance <= 1));
    assert.is(search.status, 'followed');
    const meeting = meetings.find(({ importance }) => importance < 1);
    assert.ok(meeting !== undefined);
    assert.ok(Math.abs(meeting.importance - 0.5) < 2e-3 && Math.abs(meeting.density - 0.5) < 2e-3);
    assert.equal(meeting.phases, ['antipodal', 'confused', 'dropped-last']);
    assert.ok(meetings.some(({ importance }) => importance === 1 / meeting.importance));
    const ends = curves.flatMap(({ points }) => [points[0], points.at(-1)]);
    assert.is(ends.filter((end) => end?.importance === meeting.importance).length, 3);
    // From r = 1, p = 0.8 on the two dropped phases tie.
    assert.equal(
      curves
        .filter(({ points }) => points.every(({ importance }) => importance === 1))
        .map(({ between }) => between),
      [['dropped-last', 'dropped-first']],
    );
    const lower = curves.find(({ between }) => between.join() === 'dropped-last,antipodal');
    const upper = curves.find(({ between }) => between.join() === 'dropped-first,antipodal');
    assert.equal(
      upper?.points.map(({ density }) => density),
      lower?.points.map(({ density }) => density).reverse(),
    );
  });

  test('law: lines that time has run out for are left out, and the status says so', async () => {
    const { curves, search } = await searchedCurves(REQUEST, {
      followTies,
      followLines: async (tasks) =>
        tasks.map(({ importance }, k) => (k < 2 ? plannedLine(importance) : undefined)),
    });
    assert.equal(search, { status: 'time-limit', lines: 2 });
    assert.ok(curves.length > 0);
  });

  test('law: boundaries on a followed curve are not joined again, and continuous ones are led to the meetings on it', async () => {
    const WEIGHTS = [1, 0.5, 0, 0, 0, 0];
    const ends = [0.01, 1].map((importance) => ({
      importance,
      density: 0.5,
      sides: [WEIGHTS, WEIGHTS] as const,
    }));
    const meeting = { importance: 0.3, density: 0.5, phases: ['a', 'b', 'c'], tolerance: 1e-10 };
    const tie: FollowedTie = {
      points: ends,
      pieces: [{ between: ['a', 'b'], order: 'first', points: ends, tolerance: 1e-10, trust: 'rounded' }],
      meetings: [{ ...meeting, trust: 'rounded' }],
      triples: [],
    };
    const line = (importance: number): FollowedLine => ({
      importance,
      boundaries: [
        ...(importance > 0.3
          ? [{ ...boundary(0.5 + importance / 100, 'b', 'c', WEIGHTS), order: 'continuous' as const }]
          : []),
      ],
    });
    const asked: number[] = [];
    const { curves, meetings } = await searchedCurves(
      {
        ...REQUEST,
        lines: 12,
        family: { ...FREE, featureCount: 3 },
        grid: parameterGrid([0.1, 1], [0.01, 0.9], [5, 5]),
      },
      {
        followTies: async (tasks) => tasks.map(() => tie),
        followLines: async (tasks) => {
          asked.push(...tasks.map(({ importance }) => importance));
          return tasks.map(({ importance }, k) =>
            k === 0 && asked.length === tasks.length
              ? { importance, boundaries: [boundary(0.5, 'a', 'b', WEIGHTS)] }
              : line(importance),
          );
        },
      },
    );
    assert.is(meetings.length, 1);
    const chain = curves.find(({ order }) => order === 'continuous');
    assert.equal(chain?.points[0], { importance: 0.3, density: 0.5 });
    assert.is(curves.filter(({ order }) => order === 'first').length >= 1, true);
  });

  test('law: two boundaries of one kind are joined to the nearer ones', () => {
    const lines = [0.1, 0.2].map((importance) => ({
      importance,
      boundaries: [
        boundary(0.1, 'antipodal', 'confused'),
        boundary(0.2 + importance, 'antipodal', 'confused'),
      ],
    }));
    assert.equal(
      joinLines(lines).curves.map(({ points }) => points.map(({ density }) => density)),
      [
        [0.1, 0.1],
        [0.2 + 0.1, 0.2 + 0.2],
      ],
    );
  });

  test('known value: with biases and r = 1/2 antipodal ties with dropped-last at p = 0.484587926111', () => {
    const { boundaries } = followLine({
      family: FREE,
      importance: 0.5,
      densities: [0.3, 0.7],
      seed: 20220914,
    });
    assert.is(boundaries.length, 1);
    assert.equal(boundaries[0]?.between, ['antipodal', 'dropped-last']);
    assert.ok(Math.abs((boundaries[0]?.density ?? 0) - 0.484587926111) < 1e-11);
  });
});

suite('trained and mirrored diagrams', (test) => {
  const grid = parameterGrid([0.5, 0.5], [0.5, 2], [1, 2]);

  test('law: of the models of a point the one of least exact loss counts, with its phase', () => {
    const settings = gridTraining(FREE, grid, { restarts: 2, steps: 10 }, 7);
    assert.is(settings.instances.length, 4);
    const weights = [
      [0, 0],
      [1, -1],
      [0.3, 0],
      [0, 1],
    ];
    const models = settings.instances.map((instance, k) => ({
      instance,
      status: 'non-finite' as const,
      step: 10,
      weights: Float64Array.from(weights[k] ?? []),
      bias: new Float64Array(2),
    }));
    const trained = trainedMap(FREE, grid, models, { restarts: 2, steps: 10 }, true);
    assert.equal(
      trained.cells[0]?.map(({ phase }) => phase),
      ['antipodal', 'dropped-first'],
    );
    // The antipodal pair costs (1 + r) p²/6.
    assert.ok(Math.abs((trained.cells[0]?.[0]?.loss ?? 0) - (1.5 * 0.25) / 6) < 1e-15);
    const least = {
      ...trained,
      kind: 'global',
      cells: [[0.0625, 0.3].map((loss) => ({ phase: '', loss }))],
    } as PhaseMap;
    assert.equal(trainedAgreement(trained, least), { reached: 2, below: 1 });
  });

  test('law: the lower of two mirror images holds at both, weights exchanged', () => {
    const cell = (loss: number, phase: string) => ({
      phase,
      loss,
      weights: Float64Array.of(1, 0.1),
      bias: Float64Array.of(0.2, 0.3),
    });
    const map: PhaseMap = {
      ...{ kind: 'global', method: 'searched', ...grid },
      cells: [[cell(0.5, 'confused'), cell(0.8, 'dropped-last')]],
    };
    const [first, last] = withMirrorImages(map).cells[0] ?? [];
    assert.equal([first?.loss, first?.phase], [0.4, 'dropped-first']);
    assert.equal(Array.from(first?.weights ?? []), [0.1, 1]);
    assert.equal(Array.from(first?.bias ?? []), [0.3, 0.2]);
    assert.is(last?.loss, 0.8);
  });
});
