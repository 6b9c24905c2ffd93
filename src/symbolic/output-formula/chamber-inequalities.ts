import { formatPolynomial } from '../polynomial/format.ts';
import { chamberWalls } from './chamber-walls.ts';
import type { FormulaSymbols } from './formula-symbols.ts';
import type { OutputChamber } from './output-chamber.ts';
import { vertexForm } from './output-formula.ts';

/** As few inequalities as describe a chamber, such as `b + g1 > 0`. Exact; cost as {@link chamberWalls}. */
export function chamberInequalities(chamber: OutputChamber, symbols: FormulaSymbols): readonly string[] {
  return chamberWalls(chamber).map((vertex) => {
    const form = formatPolynomial(vertexForm(chamber, vertex, symbols));
    return `${form} ${chamber.signs[vertex] === 1 ? '>' : '<'} 0`;
  });
}
