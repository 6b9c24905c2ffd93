import { at } from '../../numeric/population-loss/entry.ts';
import { diagramPhase } from '../diagram/diagram-phase.ts';
import type { ModelPath, PathGround } from './model-path.ts';

/**
 * The name of weights at a place: by the rule of `phaseOfWeights`, with what becomes of the last feature where its importance alone
 * differs from that of the others, as in phase diagrams.
 */
export function pathPhase({ path, groundAt }: PathGround, place: number, point: Float64Array): string {
  const { task, hiddenDimension } = groundAt(place);
  const featureCount = task.importances.length;
  return diagramPhase(point.subarray(0, hiddenDimension * featureCount), featureCount, setsLastApart(path));
}

function setsLastApart({ from, to }: ModelPath): boolean {
  return [from, to].some(({ importances }) => {
    const last = at(importances, importances.length - 1);
    return (
      importances.some((entry) => entry !== last) &&
      importances.subarray(0, -1).every((entry) => entry === importances[0])
    );
  });
}
