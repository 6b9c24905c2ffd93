/**
 * @file Means of smooth functions under piecewise polynomial densities, with proof: Gauss–Legendre quadrature on cells so
 * short that its truncation error is negligible, plus bounds on every rounding. docs/maths/quadrature.md.
 */

import { bernsteinBasis } from './bernstein-basis.ts';
import { EnclosedSum, type Enclosure } from './enclosure.ts';
import { type FloatAtom, type FloatDensity, type FloatPiece, requireFloatDensity } from './float-density.ts';
import { type GaussLegendre, gaussLegendre } from './gauss-legendre.ts';
import { absolute, addJets, JET_PRODUCTS, type Jet, type JetProduct } from './jet.ts';
import { ROUNDOFF } from './normal-distribution.ts';
import type { Asymptote, SmoothFunction } from './smooth-function.ts';

/** ψ, a product of derivatives of φ. */
export interface Integrand {
  readonly activation: SmoothFunction;
  readonly product: JetProduct;
}

/** The longest cell, in units of the reach. Then ρ ≥ 2.5 + √7.25 > 5.19 in the truncation bound. */
const LONGEST_CELL = 0.8;
/** Nodes of the rule at degree 0; every two degrees more take one more. */
const NODES = 16;
/** Cells are dyadic parts of [0, 1], so that their ends t and 1 − t are exact. */
const DEEPEST = 50;
/** Relative error allowed for z = lower + width · t, in units of |lower| + width · t. */
const ARGUMENT_ERROR: number = 6 * ROUNDOFF;
/** A thousand roundings below the normal range stay below this, in units of the largest factors they meet. */
const UNDERFLOW = 1e-300;
/** sup |φ″|, sup |φ‴|, see {@link SmoothFunction}. */
const STEEPEST_SLOPE = 1;
const STEEPEST_CURVATURE = 2;

/**
 * ∫ψ under the density. Enclosed, on the assumption that the engine's elementary functions keep ENGINE_ERROR: rounding of the
 * density's numbers and of the quadrature, and its truncation, are included.
 *
 * The relative width is some 10⁻¹⁴ of ∫|ψ| for arguments of moderate size; where ψ grows linearly or flattens it stays so for
 * arguments however large, and only a law spread over 10¹⁵ or more around 0 costs more, its share near 0.
 *
 * @throws {@link DomainError} as {@link requireFloatDensity} does.
 * @complexity (16 + d/2) evaluations of ψ, some 5 µs, for every piece shorter than 0.8 of the activation's reach; a long one
 *   takes as often as that goes into its part within the threshold, and up to 100 more.
 */
export function enclosedMean(integrand: Integrand, density: FloatDensity): Enclosure {
  requireFloatDensity(density);
  const sum = new EnclosedSum();
  for (const atom of density.atoms) addAtom(integrand, atom, sum);
  for (const piece of density.pieces) {
    if (piece.masses.some((mass) => mass !== 0)) addPiece(integrand, piece, sum);
  }
  return sum.enclosure;
}

/** ψ at a point known to within `uncertainty`, and how far off it may be. */
interface Evaluation {
  readonly value: number;
  readonly error: number;
}

function evaluateCore({ activation, product }: Integrand, z: number, uncertainty: number): Evaluation {
  const jet = activation.jet(z);
  const size = absolute(jet);
  const rounding = activation.error(z, jet);
  // Taylor: |φ(z + δ) − φ(z)| ≤ |φ′(z)| δ + sup|φ″| δ²/2, and so on.
  const shift: Jet = {
    value: (size.slope + rounding.slope + STEEPEST_SLOPE * uncertainty) * uncertainty,
    slope: (size.curvature + rounding.curvature + STEEPEST_CURVATURE * uncertainty) * uncertainty,
    curvature: STEEPEST_CURVATURE * uncertainty,
  };
  return combined(product, jet, addJets(rounding, shift));
}

function evaluateTail(
  product: JetProduct,
  { slope, intercept }: Asymptote,
  difference: Jet,
  z: number,
  uncertainty: number,
): Evaluation {
  const value = slope * z + intercept;
  const error = slope * uncertainty + 2 * ROUNDOFF * Math.abs(value);
  return combined(
    product,
    { value, slope, curvature: 0 },
    { ...difference, value: difference.value + error },
  );
}

function combined(product: JetProduct, jet: Jet, error: Jet): Evaluation {
  const combine = JET_PRODUCTS[product];
  const size = absolute(jet);
  const most = combine(addJets(size, error));
  return { value: combine(jet), error: most - combine(size) + 8 * ROUNDOFF * most };
}

function addAtom(integrand: Integrand, { value, mass }: FloatAtom, sum: EnclosedSum): void {
  const { activation, product } = integrand;
  const uncertainty = ARGUMENT_ERROR * Math.abs(value);
  const far = Math.abs(value) > activation.threshold;
  const { left, right } = activation.asymptotes;
  const evaluation = far
    ? evaluateTail(
        product,
        value < 0 ? left : right,
        activation.tail(Math.abs(value) - uncertainty),
        value,
        uncertainty,
      )
    : evaluateCore(integrand, value, uncertainty);
  const term = mass * evaluation.value;
  sum.add(term, Math.abs(mass) * evaluation.error * (1 + 4 * ROUNDOFF) + 4 * ROUNDOFF * Math.abs(term));
}

/** [start, start + size] of the piece's [0, 1]. */
interface Cell {
  readonly start: number;
  readonly size: number;
}

function addPiece(integrand: Integrand, piece: FloatPiece, sum: EnclosedSum): void {
  const { lower, width } = piece;
  const { activation } = integrand;
  const { threshold, reach } = activation;
  const quadrature = new PieceQuadrature(integrand, piece);
  const slack = ARGUMENT_ERROR * (Math.abs(lower) + width);
  const smallest = 2 ** -DEEPEST;
  quadrature.addUnderflow(sum);
  const pending: Cell[] = [{ start: 0, size: 1 }];
  for (let cell = pending.pop(); cell !== undefined; cell = pending.pop()) {
    const { start, size } = cell;
    const from = lower + width * start;
    const to = lower + width * (start + size);
    const distance = Math.max(from, -to) - slack;
    if (distance > threshold) {
      const { left, right } = activation.asymptotes;
      quadrature.addTail(cell, from > 0 ? right : left, activation.tail(distance), sum);
    } else if (width * size <= LONGEST_CELL * reach) {
      quadrature.addCore(cell, sum);
    } else if (size > smallest) {
      const half = size / 2;
      pending.push({ start: start + half, size: half }, { start, size: half });
    } else {
      quadrature.addUnresolved(cell, Math.max(Math.abs(from), Math.abs(to)) + slack, sum);
    }
  }
}

/** Quadrature on cells of one piece. */
class PieceQuadrature {
  readonly #integrand: Integrand;
  readonly #piece: FloatPiece;
  readonly #rule: GaussLegendre;
  readonly #basis: Float64Array;
  readonly #degree: number;
  readonly #largestMass: number;
  /** Relative error of a node's term beyond that of ψ, in the sum of absolute terms. */
  readonly #termError: number;

  constructor(integrand: Integrand, piece: FloatPiece) {
    const degree = piece.masses.length - 1;
    const count = NODES + Math.ceil(degree / 2);
    this.#integrand = integrand;
    this.#piece = piece;
    this.#degree = degree;
    this.#rule = gaussLegendre(count);
    this.#basis = new Float64Array(degree + 1);
    this.#largestMass = piece.masses.reduce((most, mass) => Math.max(most, Math.abs(mass)), 0);
    this.#termError = (4 * degree + count + 12) * ROUNDOFF;
  }

  /** A cell on which ψ is analytic up to the reach. */
  addCore(cell: Cell, sum: EnclosedSum): void {
    const truncation = this.#truncation(cell);
    this.#add(cell, (z, uncertainty) => evaluateCore(this.#integrand, z, uncertainty), truncation, sum);
  }

  /** A cell on which ψ is that of the asymptote, a polynomial of degree ≤ 2: no truncation. */
  addTail(cell: Cell, asymptote: Asymptote, difference: Jet, sum: EnclosedSum): void {
    const { product } = this.#integrand;
    const evaluate = (z: number, uncertainty: number): Evaluation =>
      evaluateTail(product, asymptote, difference, z, uncertainty);
    this.#add(cell, evaluate, 0, sum);
  }

  /** A cell too small to cut further and still too long, of arguments up to `largest`: at most 2⁻⁵⁰ of the piece. */
  addUnresolved({ size }: Cell, largest: number, sum: EnclosedSum): void {
    const { activation, product } = this.#integrand;
    const { left, right } = activation.asymptotes;
    const steep = Math.max(left.slope, right.slope);
    const most = JET_PRODUCTS[product]({ value: steep * largest + 1, slope: 1.2, curvature: 1 });
    sum.add(0, size * this.#largestMass * most);
  }

  /** What results below the normal range may have lost. */
  addUnderflow(sum: EnclosedSum): void {
    const { lower, width } = this.#piece;
    sum.add(0, UNDERFLOW * Math.max(1, this.#largestMass) * (1 + Math.abs(lower) + width) ** 2);
  }

  #add(
    { start, size }: Cell,
    evaluate: (z: number, uncertainty: number) => Evaluation,
    truncation: number,
    sum: EnclosedSum,
  ): void {
    const { lower, width, masses } = this.#piece;
    const { nodes, weights } = this.#rule;
    const basis = this.#basis;
    const count = nodes.length;
    const rest = 1 - (start + size);
    let total = 0;
    let error = 0;
    for (let k = 0; k < count; k++) {
      const t = start + size * (nodes[k] as number);
      bernsteinBasis(t, rest + size * (nodes[count - 1 - k] as number), basis);
      let mass = 0;
      let massSize = 0;
      for (let i = 0; i < masses.length; i++) {
        const term = (basis[i] as number) * (masses[i] as number);
        mass += term;
        massSize += Math.abs(term);
      }
      const uncertainty = ARGUMENT_ERROR * (Math.abs(lower) + width * t);
      const psi = evaluate(lower + width * t, uncertainty);
      const weight = size * (weights[k] as number);
      total += weight * mass * psi.value;
      error += weight * massSize * (psi.error + this.#termError * Math.abs(psi.value));
    }
    sum.add(total, error + truncation);
  }

  /**
   * (32/15) size · M ρ^{d − 2N}/(1 − ρ⁻²): M bounds |ψ| on the ellipse with foci at the cell's ends whose imaginary half-axis is
   * the reach, ρ^d the polynomial's growth from the cell to the ellipse.
   */
  #truncation({ start, size }: Cell): number {
    const { activation, product } = this.#integrand;
    const { lower, width } = this.#piece;
    const radius = (width * size) / 2;
    const centre = lower + width * (start + size / 2);
    const ratio = activation.reach / radius;
    const rho = ratio + Math.sqrt(1 + ratio * ratio);
    const extent =
      Math.hypot(activation.reach, radius) * (1 + 8 * ROUNDOFF) + ARGUMENT_ERROR * (Math.abs(lower) + width);
    const most = JET_PRODUCTS[product](activation.bound(centre - extent, centre + extent));
    const decay = rho ** (this.#degree - 2 * this.#rule.nodes.length) / (1 - rho ** -2);
    return (32 / 15) * size * most * this.#largestMass * decay;
  }
}
