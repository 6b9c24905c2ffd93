/** @file A searched diagram against heavy searches at some of its points, which share no starting point with it. */

import { randomStart } from '../critical/starts.ts';
import type { ParameterGrid } from '../phase-diagram.ts';
import { minimumFrom } from './followed-minimum.ts';
import { groundAt, type ParameterPoint } from './model-family.ts';
import type { PhaseMap } from './phase-map.ts';
import { descendToMinimum } from './settle-minimum.ts';
import { type Sheet, sheetGround } from './sheet.ts';

/** Random starts at each point and on each sheet. */
const STARTS = 150;
/** Losses in doubles, computed at two points of one minimum, and smooth ones by quadrature. */
const SAME_LOSS = 1e-9;

/** What the heavy search found at one point. */
export interface CellCheck extends ParameterPoint {
  readonly row: number;
  readonly column: number;
  /** The least loss of all descents; none if no descent ended in a minimum. */
  readonly least?: number;
}

/** Points spread evenly over a grid, by the additive recurrence with the plastic number; those of another seed are others. */
export function checkedPlaces(
  { densities, importances }: ParameterGrid,
  count: number,
  seed: number,
): CellCheck[] {
  const offset = seed % 1024;
  return Array.from({ length: count }, (_, k) => {
    const row = Math.floor(fraction(0.5 + (offset + k) * STEPS[0]) * densities.length);
    const column = Math.floor(fraction(0.5 + (offset + k) * STEPS[1]) * importances.length);
    return { row, column, density: densities[row] ?? 1, importance: importances[column] ?? 1 };
  });
}

/** ρ⁻¹ and ρ⁻² with ρ³ = ρ + 1. */
const STEPS = [0.7548776662466927, 0.5698402909980532] as const;

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** The least loss that descents from random starts, of another seed than the diagram's, reach on any of the sheets. */
export function checkCell(sheets: readonly Sheet[], place: CellCheck, seed: number): CellCheck {
  const losses = sheets.flatMap((sheet) => {
    const whole = groundAt(sheet.family, place);
    const ground = sheetGround(sheet, place);
    return Array.from({ length: STARTS }, (_, index) => {
      const start = ground.pack(whole.unpack(randomStart(whole, seed + 1, index)));
      return minimumFrom(sheet, ground, descendToMinimum(ground, start), 'fresh')?.loss;
    });
  });
  const found = losses.filter((loss) => loss !== undefined);
  return found.length === 0 ? place : { ...place, least: Math.min(...found) };
}

/** The points at which a heavy search found less than the diagram has. */
export function refutations({ cells }: PhaseMap, checks: readonly CellCheck[]): CellCheck[] {
  return checks.filter(({ row, column, least }) => {
    const loss = cells[row]?.[column]?.loss ?? 0;
    return least !== undefined && least < loss * (1 - SAME_LOSS);
  });
}
