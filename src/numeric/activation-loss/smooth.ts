import type { SmoothName } from '../../model/activation.ts';
import { at } from '../population-loss/entry.ts';
import { smoothActivation } from '../smooth/smooth-activation.ts';
import type { ScalarActivation } from './scalar-activation.ts';

const NO_KNOTS = new Float64Array(0);

/**
 * By width of the range of z. φ is analytic within π/2 (tanh) or more of the real line, so the error of N nodes over a width w falls
 * as ρ^{−2N} with ρ = κ + √(1 + κ²), κ = π/w: 1e-16 for each of these.
 */
const RULES = [
  { width: 1, nodes: 11 },
  { width: 2, nodes: 16 },
  { width: 4, nodes: 26 },
  { width: 8, nodes: 46 },
] as const;
const MOST_NODES = 64;

/** φ is tabulated on [−LIMIT, LIMIT] at steps of 1/DENSITY. */
const LIMIT = 12;
const DENSITY = 128;
const TERMS = 6;

const tables = new Map<SmoothName, Float64Array>();

/**
 * GELU, sigmoid, tanh or softplus: within ±12 by the polynomial of degree 5 that has the values, slopes and curvatures of φ at two
 * points h = 1/128 apart. It is off by h⁶/(6! 2⁶) max|φ⁽⁶⁾| ≤ 1e-16, its slope by 1e-13, and φ′ is the slope of what stands for φ.
 */
export function smoothScalarActivation(name: SmoothName): ScalarActivation {
  const { jet } = smoothActivation(name);
  const table = tables.get(name) ?? tabulated(jet);
  tables.set(name, table);
  return {
    knots: NO_KNOTS,
    below: NO_KNOTS,
    above: NO_KNOTS,
    jet(_piece, z, into) {
      if (!(Math.abs(z) < LIMIT)) {
        const { value, slope } = jet(z);
        into[0] = value;
        into[1] = slope;
        return;
      }
      const place = (z + LIMIT) * DENSITY;
      const cell = Math.floor(place);
      const t = place - cell;
      const start = cell * TERMS;
      const c2 = at(table, start + 2);
      const c3 = at(table, start + 3);
      const c4 = at(table, start + 4);
      const c5 = at(table, start + 5);
      into[0] = at(table, start) + t * (at(table, start + 1) + t * (c2 + t * (c3 + t * (c4 + t * c5))));
      into[1] = DENSITY * (at(table, start + 1) + t * (2 * c2 + t * (3 * c3 + t * (4 * c4 + t * 5 * c5))));
    },
    nodes: (width) => RULES.find((rule) => width <= rule.width)?.nodes ?? MOST_NODES,
  };
}

/** Coefficients by powers of t = z/h − cell, shape [cells][6]. */
function tabulated(jet: ReturnType<typeof smoothActivation>['jet']): Float64Array {
  const cells = 2 * LIMIT * DENSITY;
  const table = new Float64Array(cells * TERMS);
  const scaled = (k: number): readonly [number, number, number] => {
    const { value, slope, curvature } = jet(k / DENSITY - LIMIT);
    return [value, slope / DENSITY, curvature / DENSITY ** 2];
  };
  let left = scaled(0);
  for (let cell = 0; cell < cells; cell++) {
    const right = scaled(cell + 1);
    // What value, slope and curvature at t = 1 have beyond those of the parabola from t = 0.
    const value = right[0] - left[0] - left[1] - left[2] / 2;
    const slope = right[1] - left[1] - left[2];
    const curvature = right[2] - left[2];
    table.set(
      [
        left[0],
        left[1],
        left[2] / 2,
        10 * value - 4 * slope + curvature / 2,
        -15 * value + 7 * slope - curvature,
        6 * value - 3 * slope + curvature / 2,
      ],
      cell * TERMS,
    );
    left = right;
  }
  return table;
}
