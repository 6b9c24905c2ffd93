/** @file The minima that basins of a plane of all parameters lead to. */

import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import type { Orbit } from '../critical/find-orbits.ts';
import { type PlaneMember, planeMembers } from '../critical/plane-members.ts';
import type { OrbitSearch } from '../critical/search-orbits.ts';

/** One minimum of the plane. */
export interface BasinMinimum extends PlaneMember {
  readonly phase: string;
  readonly loss: number;
}

export interface BasinMinima {
  /** The orbits of minima, by ascending loss: what paths may end in. */
  readonly orbits: readonly Orbit[];
  /** Every member of these; what the labels of `basinRows` for these orbits mean. */
  readonly minima: readonly BasinMinimum[];
}

/** The minima among the points of a search in two parameters. */
export function basinMinima({ ground, orbits: all }: OrbitSearch): BasinMinima {
  const orbits = all.filter(({ classification }) => classification.kind === 'minimum');
  const minima = planeMembers(orbits).map((member): BasinMinimum => {
    const { weights } = ground.unpack(Float64Array.from(member.place));
    return {
      ...member,
      phase: phaseOfWeights(weights, ground.task.featureCount).name,
      loss: (orbits[member.orbit]?.height ?? 0) * ground.unit,
    };
  });
  return { orbits, minima };
}
