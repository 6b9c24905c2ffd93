/**
 * @file The moments that one output of a model of two features needs for its loss, gradient and Hessian: of (x, y, 1) over the
 * inputs that switch the output on, and along the line where it switches.
 *
 * x is the output's own feature, y the other one, z = a x + c y + b its preactivation, a ≥ 0. With φ = (x, y, 1):
 *
 *     M = E [φ φᵀ; z > 0],    B = E [x φ φᵀ δ(z)],    N = E [x²; z ≤ 0]
 *
 * M is a sum over the four active sets; with both features active its part is the moment of the unit square cut by a line. A line cuts
 * a side only where z changes sign along it, so every quotient is in [0, 1] and nothing cancels (docs/maths/exact-training.md §2).
 */

/**
 * M, B and N of one output into `moments`, shape [13]: first M, then B, each in the order xx, xy, yy, x, y, 1.
 *
 * Where z vanishes on a set of positive probability (b = 0 with no feature active, or W_i = 0) the output counts as off, and the line,
 * of infinite density, is left out. Rounded: M to a few ulps of 1, N to a few of itself.
 *
 * @param own - a ≥ 0, G_ii.
 * @param other - c, G_ij.
 * @param ownDensity - p of the output's own feature.
 */
export function pairMoments(
  own: number,
  other: number,
  bias: number,
  ownDensity: number,
  otherDensity: number,
  moments: Float64Array,
): void {
  for (let k = 0; k < 13; k++) moments[k] = 0;
  if (bias > 0) moments[5] = (1 - ownDensity) * (1 - otherDensity);
  addOwn(own, bias, ownDensity * (1 - otherDensity), moments);
  addOther(other, bias, (1 - ownDensity) * otherDensity, moments);
  const both = ownDensity * otherDensity;
  if (other >= 0) {
    fillSquare(own, other, bias);
    for (let k = 0; k < 12; k++) moments[k] = (moments[k] as number) + both * (square[k] as number);
  } else {
    fillSquare(own, -other, bias + other);
    addReflected(0, both, moments);
    addReflected(6, both, moments);
  }
  moments[12] = (moments[12] as number) + both * (square[12] as number);
}

/** The part with only x active: z = b + a x > 0 on an interval that ends at 1. */
function addOwn(own: number, bias: number, weight: number, moments: Float64Array): void {
  if (!(bias + own > 0)) {
    moments[12] = weight / 3;
    return;
  }
  const start = bias < 0 ? -bias / own : 0;
  const square = start * start;
  moments[0] = (moments[0] as number) + (weight * (1 - square * start)) / 3;
  moments[3] = (moments[3] as number) + (weight * (1 - square)) / 2;
  moments[5] = (moments[5] as number) + weight * (1 - start);
  if (!(bias < 0)) return;
  moments[12] = (weight * square * start) / 3;
  const line = (weight * start) / own;
  moments[6] = (moments[6] as number) + line * square;
  moments[9] = (moments[9] as number) + line * start;
  moments[11] = (moments[11] as number) + line;
}

/** The part with only y active, where x = 0: no line moments. */
function addOther(other: number, bias: number, weight: number, moments: Float64Array): void {
  const end = bias + other;
  if (!(bias > 0 || end > 0)) return;
  const from = bias < 0 ? -bias / other : 0;
  const to = end < 0 ? bias / (bias - end) : 1;
  moments[2] = (moments[2] as number) + (weight * (to * to * to - from * from * from)) / 3;
  moments[4] = (moments[4] as number) + (weight * (to * to - from * from)) / 2;
  moments[5] = (moments[5] as number) + weight * (to - from);
}

/** Moments with both features active, as those of `pairMoments`; written by `fillSquare`, read at once. */
const square = new Float64Array(13);

/** For a, c ≥ 0, so that z is least at (0, 0) and largest at (1, 1). */
function fillSquare(own: number, other: number, bias: number): void {
  const top = own + other + bias;
  if (!(top > 0)) {
    for (let k = 0; k < 12; k++) square[k] = 0;
    square[12] = 1 / 3;
    return;
  }
  const right = own + bias;
  const left = other + bias;
  if (bias >= 0) {
    square[12] = 0;
    fillAreaMoments(1 / 3, 1 / 4, 1 / 3, 1 / 2, 1 / 2, 1);
    for (let k = 6; k < 12; k++) square[k] = 0;
  } else if (right > 0 && left > 0) {
    const [x, y] = [-bias / own, -bias / other];
    const area = (x * y) / 2;
    const off = (area * x * x) / 6;
    square[12] = off;
    fillAreaMoments(
      1 / 3 - off,
      1 / 4 - (area * x * y) / 12,
      1 / 3 - (area * y * y) / 6,
      1 / 2 - (area * x) / 3,
      1 / 2 - (area * y) / 3,
      1 - area,
    );
    fillLineMoments(x, 0, 0, y, own, other);
  } else if (right > 0) {
    const [x0, x1] = [-bias / own, -left / own];
    const squares = x0 * x0 + x1 * x1;
    const product = x0 * x1;
    const off = ((x0 + x1) * squares) / 12;
    square[12] = off;
    fillAreaMoments(
      1 / 3 - off,
      1 / 4 - (squares + 2 * product + 2 * x1 * x1) / 24,
      1 / 3 - (x0 + 3 * x1) / 12,
      1 / 2 - (squares + product) / 6,
      1 / 2 - (x0 + 2 * x1) / 6,
      1 - (x0 + x1) / 2,
    );
    fillLineMoments(x0, 0, x1, 1, own, other);
  } else if (left > 0) {
    const [y0, y1] = [-bias / other, -right / other];
    const squares = y0 * y0 + y1 * y1;
    const product = y0 * y1;
    const off = (y0 + 3 * y1) / 12;
    square[12] = off;
    fillAreaMoments(
      1 / 3 - off,
      1 / 4 - (squares + 2 * product + 2 * y1 * y1) / 24,
      1 / 3 - ((y0 + y1) * squares) / 12,
      1 / 2 - (y0 + 2 * y1) / 6,
      1 / 2 - (squares + product) / 6,
      1 - (y0 + y1) / 2,
    );
    fillLineMoments(0, y0, 1, y1, own, other);
  } else {
    const [x, y] = [top / own, top / other];
    const area = (x * y) / 2;
    const xx = area * (1 - (2 * x) / 3 + (x * x) / 6);
    square[12] = 1 / 3 - xx;
    fillAreaMoments(
      xx,
      area * (1 - (x + y) / 3 + (x * y) / 12),
      area * (1 - (2 * y) / 3 + (y * y) / 6),
      area * (1 - x / 3),
      area * (1 - y / 3),
      area,
    );
    fillLineMoments(1 - x, 1, 1, 1 - y, own, other);
  }
}

function fillAreaMoments(xx: number, xy: number, yy: number, x: number, y: number, one: number): void {
  square[0] = xx;
  square[1] = xy;
  square[2] = yy;
  square[3] = x;
  square[4] = y;
  square[5] = one;
}

/** From (x₀, y₀) to (x₁, y₁); δ(z) dx dy is dy/a or dx/c along it, and Simpson's rule is exact for cubics. */
function fillLineMoments(x0: number, y0: number, x1: number, y1: number, own: number, other: number): void {
  const extent = own >= other ? Math.abs(y1 - y0) / own : Math.abs(x1 - x0) / other;
  const x = (x0 + x1) / 2;
  const y = (y0 + y1) / 2;
  const first = (extent / 6) * x0;
  const middle = ((4 * extent) / 6) * x;
  const last = (extent / 6) * x1;
  square[6] = first * x0 * x0 + middle * x * x + last * x1 * x1;
  square[7] = first * x0 * y0 + middle * x * y + last * x1 * y1;
  square[8] = first * y0 * y0 + middle * y * y + last * y1 * y1;
  square[9] = first * x0 + middle * x + last * x1;
  square[10] = first * y0 + middle * y + last * y1;
  square[11] = first + middle + last;
}

/** Adds weight times the six moments of the square from `start`, with 1 − y for y. */
function addReflected(start: number, weight: number, moments: Float64Array): void {
  const one = square[start + 5] as number;
  const x = square[start + 3] as number;
  const y = square[start + 4] as number;
  moments[start] = (moments[start] as number) + weight * (square[start] as number);
  moments[start + 1] = (moments[start + 1] as number) + weight * (x - (square[start + 1] as number));
  moments[start + 2] =
    (moments[start + 2] as number) + weight * (one - 2 * y + (square[start + 2] as number));
  moments[start + 3] = (moments[start + 3] as number) + weight * x;
  moments[start + 4] = (moments[start + 4] as number) + weight * (one - y);
  moments[start + 5] = (moments[start + 5] as number) + weight * one;
}
