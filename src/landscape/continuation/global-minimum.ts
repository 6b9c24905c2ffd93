/** @file The global minimum along a path, as far as its branches are known: which one it is where, and how it changes. */

import { signChange } from '../critical/sign-change.ts';
import { type Branch, branchAt, interpolatedLoss, isFarAbove, lossAt } from './branch.ts';
import { configurationAlong } from './model-path.ts';
import { pathPhase } from './path-phase.ts';
import { isMinimumAt, type Tie } from './ties.ts';
import { weightDistance } from './weight-distance.ts';

/** A place at which the global minimum changes its branch or its name. Rounded. */
export interface PathBoundary {
  readonly place: number;
  readonly between: readonly [string, string];
  /** `first`: two minima tie, and the weights jump. `continuous`: they do not. */
  readonly order: 'first' | 'continuous';
  /** What happens: two branches tie; one branch passes from name to name; or one ends on another, of other symmetry. */
  readonly cause: 'tie' | 'name' | 'bifurcation';
  readonly loss: number;
  /** The minimum just before and just after. */
  readonly points: readonly [Float64Array, Float64Array];
  /** The distance of the two modulo symmetry; see {@link weightDistance}. */
  readonly jump: number;
}

/** A stretch of the path with one branch lowest. */
export interface LowestStretch {
  readonly from: number;
  readonly to: number;
  readonly branch: number;
}

/** Shorter stretches are not looked at: interpolated losses may be in the wrong order there. */
const SHORT = 1e-6;
/** Distances of two images of one point, and of places at which something ends and something begins. */
const SAME_POINT = 1e-4;
const SAME_PLACE = 1e-4;
const RESOLUTION = 1e-13;

/** Which branch is lowest where. Stretches without any minimum among the branches are left out. */
export function lowestStretches(branches: readonly Branch[], ties: readonly Tie[]): LowestStretch[] {
  const marks = [
    ...branches.flatMap(({ points }) => points.map(({ place }) => place)),
    ...ties.filter(({ isGlobal }) => isGlobal).map(({ place }) => place),
  ].sort((a, b) => a - b);
  const stretches: LowestStretch[] = [];
  let from = marks[0] ?? 0;
  for (const to of marks) {
    if (to - from < SHORT) continue;
    const branch = lowestAt(branches, (from + to) / 2);
    const last = stretches[stretches.length - 1];
    if (branch !== undefined) {
      if (last?.branch === branch && last.to === from) stretches[stretches.length - 1] = { ...last, to };
      else stretches.push({ from, to, branch });
    }
    from = to;
  }
  return stretches;
}

function lowestAt(branches: readonly Branch[], place: number): number | undefined {
  const minima = branches.flatMap((branch, number) => {
    const interpolated = isMinimumAt(branch, place) ? interpolatedLoss(branch, place) : undefined;
    return interpolated === undefined ? [] : [{ branch, number, interpolated }];
  });
  const least = Math.min(...minima.map(({ interpolated }) => interpolated));
  const near = minima.filter(({ branch }) => !isFarAbove(branch, place, least));
  if (near.length < 2) return near[0]?.number;
  const [lowest] = near
    .map(({ branch, number, interpolated }) => ({ number, loss: lossAt(branch, place) ?? interpolated }))
    .sort((one, other) => one.loss - other.loss);
  return lowest?.number;
}

/** Every change of the global minimum, by ascending place. */
export function pathBoundaries(branches: readonly Branch[], ties: readonly Tie[]): PathBoundary[] {
  const stretches = lowestStretches(branches, ties);
  return stretches.flatMap((stretch, k) => {
    const next = stretches[k + 1];
    const renamings = nameChanges(branches, stretch);
    return next === undefined ? renamings : [...renamings, ...changeBetween(branches, ties, stretch, next)];
  });
}

/** Places of one branch within a stretch at which its name changes. */
function nameChanges(
  branches: readonly Branch[],
  { from, to, branch: number }: LowestStretch,
): PathBoundary[] {
  const branch = branches[number];
  if (branch === undefined) return [];
  const { ground } = branch.curve;
  const nameAt = (place: number): string | undefined => {
    const found = branchAt(branch, place);
    return found === undefined ? undefined : pathPhase(ground, place, found.point);
  };
  const places = [
    from,
    ...branch.points.map(({ place }) => place).filter((place) => place > from && place < to),
    to,
  ];
  return places.flatMap((place, k) => {
    const before = places[k - 1];
    if (before === undefined) return [];
    const [old, now] = [nameAt(before), nameAt(place)];
    if (old === undefined || now === undefined || old === now) return [];
    const at = signChange((here) => (nameAt(here) === old ? -1 : 1), [before, place], RESOLUTION);
    const found = branchAt(branch, at);
    if (found === undefined) return [];
    const { unit } = ground.groundAt(at);
    const points = [found.point, found.point] as const;
    return [
      {
        place: at,
        between: [old, now] as const,
        order: 'continuous',
        cause: 'name',
        loss: found.height * unit,
        points,
        jump: 0,
      },
    ];
  });
}

function changeBetween(
  branches: readonly Branch[],
  ties: readonly Tie[],
  before: LowestStretch,
  after: LowestStretch,
): PathBoundary[] {
  const [left, right] = [branches[before.branch], branches[after.branch]];
  if (left === undefined || right === undefined) return [];
  const { ground } = left.curve;
  const tie = ties.find(
    ({ branches: [i, j], place }) =>
      i === before.branch && j === after.branch && Math.abs(place - before.to) <= SAME_PLACE,
  );
  const place = tie?.place ?? endNear(left, right, before.to) ?? before.to;
  const points = tie?.points ?? ([nearestPoint(left, place), nearestPoint(right, place)] as const);
  const here = ground.groundAt(place);
  const [one, other] = points.map((point) => here.unpack(point).weights);
  const { classes } = configurationAlong(ground, place, points[0]);
  const jump = one === undefined || other === undefined ? 0 : weightDistance(one, other, classes);
  const between = [pathPhase(ground, place, points[0]), pathPhase(ground, place, points[1])] as const;
  const isFirst = tie !== undefined && jump > SAME_POINT;
  const loss = tie?.loss ?? here.height(points[0]) * here.unit;
  return [
    {
      place,
      between,
      order: isFirst ? 'first' : 'continuous',
      cause: isFirst ? 'tie' : 'bifurcation',
      loss,
      points,
      jump: isFirst ? jump : 0,
    },
  ];
}

/** Where one of two branches ends or begins near a place: the pitchfork or junction at which they are one. */
function endNear(left: Branch, right: Branch, near: number): number | undefined {
  const spots = [...left.ends, ...right.ends].flatMap((end) => ('spot' in end ? [end.spot.place] : []));
  return spots.find((place) => Math.abs(place - near) <= SAME_PLACE);
}

function nearestPoint(branch: Branch, place: number): Float64Array {
  const found = branchAt(branch, place);
  if (found !== undefined) return found.point;
  const [nearest] = [...branch.points].sort((a, b) => Math.abs(a.place - place) - Math.abs(b.place - place));
  return nearest?.point ?? new Float64Array(0);
}
