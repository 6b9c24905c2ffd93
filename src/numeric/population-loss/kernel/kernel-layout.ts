/**
 * @file Where everything lies in the linear memory of a kernel for n features, in bytes.
 *
 * Two outputs are evaluated at once, one in each **lane** of a 128-bit vector. Positions 0, 1, … are the features as an
 * output sees them: its own first, then the others in order. Sets are bit masks of positions.
 *
 * Every feature is turned so that z rises along it: y_j = x_j where G_ij ≥ 0 and y_j = 1 − x_j where G_ij < 0. A **state**
 * says of each feature whether y_j is 0 (digit 0), 1 (digit 1) or free (digit 2); its number is written with these digits
 * in base 3. So all outputs share one lattice of states, whatever the signs of their weights.
 */

/** Bytes of a state in each of two tables: ω and υ, later α and β, here; V and g₀ in the other. All are vectors. */
export const STATE_BYTES = 32;
export const OMEGA = 0;
export const UPSILON = 16;

/** Up to so many features every state has code of its own, without a branch. */
export const MOST_UNROLLED = 3;

const CACHE_LINE = 64;
/** Beyond so many features the states are swept in blocks that agree in the others: 3⁷ states stay in a near cache. */
const MOST_LOW = 7;

export interface KernelLayout {
  readonly featureCount: number;
  readonly setCount: number;
  /** b, I, E_i, ∂L/∂b, shape [features]; L. */
  readonly bias: number;
  readonly importance: number;
  readonly error: number;
  readonly biasGradient: number;
  readonly loss: number;
  /** G as double-doubles and Γ = ∂L/∂G, shape [features, features]; the diagonal of G − 1. */
  readonly high: number;
  readonly low: number;
  readonly residualHigh: number;
  readonly residualLow: number;
  readonly gramGradient: number;
  /** P(A) by output and set of positions, shape [features, sets]. */
  readonly probability: number;
  /** 1 / k in both lanes, for k from 0 to `reciprocalCount` − 1; vectors. */
  readonly reciprocals: number;
  readonly reciprocalCount: number;
  /** Row i of G by position, and whether it is negative; vectors, shape [features]. */
  readonly rowHigh: number;
  readonly rowLow: number;
  readonly isFalling: number;
  /** (G − 1)_ij / 12 by position; vectors. */
  readonly slopeShare: number;
  /** (G − 1)_ii as a double-double, and b_i; one vector each. */
  readonly ownHigh: number;
  readonly ownLow: number;
  readonly ownBias: number;
  /** The plain sums of vertex values without the own feature and what they lost; vectors, shape [sets / 2]. */
  readonly sum: number;
  readonly rest: number;
  /** z and z − x_i at the vertices; the variance of z − x_i on a face by its free set; vectors, shape [sets]. */
  readonly vertex: number;
  readonly residual: number;
  readonly variance: number;
  /** Σ_A P(A) ∫_{z>0} ℓ x_j by position; Σ_A P(A) ∫_{z>0} ℓ; the error so far, a sum and what it lost; vectors. */
  readonly slopes: number;
  readonly biasSlope: number;
  readonly total: number;
  readonly lost: number;
  /** Written, never read. */
  readonly scratch: number;
  /** By lane: the set of positions with G_ij < 0, and where P(A) begins; integers. */
  readonly fallingSet: number;
  readonly probabilityOf: number;
  /** The end of W, an integer. */
  readonly weightsEnd: number;
  /** STATE_BYTES · Σ_{j∈S} 3ʲ for every set S: the state with S at 1; integers. */
  readonly place: number;
  /** STATE_BYTES · 3ʲ; integers. */
  readonly step: number;
  /**
   * The sets by their high part, then by the size of their low part, those without the own feature first: integers. Within
   * a high part, size s and kind 0 (without) or 1 begins at entry `lowStarts[2 s + kind]`.
   */
  readonly order: number;
  readonly lowCount: number;
  readonly lowStarts: readonly number[];
  /** The states of the high features as {@link blocks} lists them, three integers each. */
  readonly blocks: number;
  readonly blockCount: number;
  readonly states: number;
  /** From ω of a state to its V and g₀. */
  readonly volume: number;
  readonly mean: number;
  /** W, shape [hidden, features]; ∂L/∂W follows. */
  readonly weights: number;
}

export function kernelLayout(featureCount: number): KernelLayout {
  const sets = 2 ** featureCount;
  let end = CACHE_LINE;
  const take = (bytes: number): number => {
    const start = end;
    end += Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
    return start;
  };
  const doubles = (count: number): number => take(8 * count);
  const vectors = (count: number): number => take(16 * count);
  const integers = (count: number): number => take(4 * count);
  const n = featureCount;
  const reciprocalCount = Math.max(12, n + 2) + 1;
  const lowCount = Math.min(n, MOST_LOW);
  const layout = {
    featureCount,
    setCount: sets,
    bias: doubles(n),
    importance: doubles(n),
    error: doubles(n),
    biasGradient: doubles(n),
    loss: doubles(1),
    high: doubles(n * n),
    low: doubles(n * n),
    residualHigh: doubles(n),
    residualLow: doubles(n),
    gramGradient: doubles(n * n),
    probability: doubles(n * sets),
    reciprocals: vectors(reciprocalCount),
    reciprocalCount,
    rowHigh: vectors(n),
    rowLow: vectors(n),
    isFalling: vectors(n),
    slopeShare: vectors(n),
    ownHigh: vectors(1),
    ownLow: vectors(1),
    ownBias: vectors(1),
    sum: vectors(sets / 2),
    rest: vectors(sets / 2),
    vertex: vectors(sets),
    residual: vectors(sets),
    variance: vectors(sets),
    slopes: vectors(n),
    biasSlope: vectors(1),
    total: vectors(1),
    lost: vectors(1),
    scratch: vectors(1),
    fallingSet: integers(2),
    probabilityOf: integers(2),
    weightsEnd: integers(1),
    place: integers(sets),
    step: integers(n),
    order: integers(sets),
    lowCount,
    lowStarts: lowStarts(lowCount),
    blockCount: 3 ** (n - lowCount),
    blocks: integers(3 * 3 ** (n - lowCount)),
  };
  const states = take(STATE_BYTES * 3 ** n);
  const volume = take(STATE_BYTES * 3 ** n) - states;
  return { ...layout, states, volume, mean: volume + 16, weights: end };
}

/** Σ_{j∈S} 3ʲ. */
export function placeOf(set: number): number {
  let place = 0;
  for (let j = 0, power = 1; 1 << j <= set; j++, power *= 3) place += power * ((set >> j) & 1);
  return place;
}

export function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) size++;
  return size;
}

/** A set's place in the order of its block. */
function kindOf(low: number): number {
  return 2 * sizeOf(low) + (low & 1);
}

function lowStarts(lowCount: number): number[] {
  const kinds = Array.from({ length: 2 ** lowCount }, (_, low) => kindOf(low));
  return Array.from({ length: 2 * lowCount + 3 }, (_, k) => kinds.filter((kind) => kind < k).length);
}

/** What `layout.order` holds. */
export function orderedSets({ setCount, lowCount }: KernelLayout): number[] {
  const low = Array.from({ length: 2 ** lowCount }, (_, set) => set).sort((a, b) => kindOf(a) - kindOf(b));
  return Array.from(
    { length: setCount },
    (_, k) => (k & ~(low.length - 1)) + (low[k & (low.length - 1)] ?? 0),
  );
}

/** The high features that are free and those at 1, as sets, for every state of them; faces before what they are faces of. */
export function blocks({
  setCount,
  lowCount,
}: KernelLayout): { readonly free: number; readonly ones: number }[] {
  const step = 2 ** lowCount;
  const highs = Array.from({ length: setCount / step }, (_, k) => k * step);
  return highs.flatMap((free) => highs.filter((ones) => (free & ones) === 0).map((ones) => ({ free, ones })));
}
