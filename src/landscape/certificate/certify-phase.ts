/**
 * @file The phase of the global minimum over a box of parameters: branch and bound over directions and parameters at once.
 *
 * @see docs/maths/certificates.md §7
 */

import { DROPPED_RATIO, phaseOfPair } from '../../model/phase.ts';
import {
  type CertifiedPhase,
  type Ends,
  IN_PHASE,
  type PhaseCertificate,
} from '../../model/phase-certificate.ts';
import { task } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { formatRational, ONE, type Rational, rational, signOf, toNumber } from '../../support/rational.ts';
import { bestKnown } from './best-known.ts';
import { type BoxBounds, boxBounds } from './box-bounds.ts';
import { boxTester, type Gain } from './box-test.ts';
import { type Box, type BoxTest, searchTree } from './search-tree.ts';
import { treeAssembly } from './tree-assembly.ts';

export interface PhaseCertificationOptions {
  /** Told every few hundred boxes which share of all is covered, and asked; `false` interrupts. */
  readonly proceed?: (covered: number) => boolean;
}

export type PhaseCertificationResult =
  | { readonly status: 'certified'; readonly certificate: PhaseCertificate }
  /** `stuck`: another phase wins or ties somewhere, or comes too close. */
  | {
      readonly status: 'not-certified';
      readonly reason: 'interrupted' | 'stuck';
      readonly phase: CertifiedPhase;
    };

const RANGE: Ends = [rational(-17n, 16n), rational(9n, 8n)];
const STARTS = 20;

/** Boxes thinner than this are given up. A proof that needs them is one next to a boundary. */
const THINNEST = 2 ** -20;

/**
 * The phase of the global minimum at the middle of a box of parameters, proved for all of the box.
 *
 * @param density - a range of p in (0, 1], of both features.
 * @param importance - a range of r > 0, of the last feature relative to the first.
 * @throws {@link DomainError} if a range is empty or leaves its bounds.
 */
export function certifyPhase(
  density: Ends,
  importance: Ends,
  { proceed = () => true }: PhaseCertificationOptions = {},
): PhaseCertificationResult {
  const steps = phaseCertification(density, importance);
  let step = steps.next();
  while (step.done !== true) step = steps.next(proceed(step.value));
  return step.value;
}

/**
 * The steps of {@link certifyPhase}: yields which share of all is covered, and takes whether to go on.
 *
 * @throws {@link DomainError} if a range is empty or leaves its bounds.
 */
export function* phaseCertification(
  density: Ends,
  importance: Ends,
): Generator<number, PhaseCertificationResult, boolean> {
  requireRange('density', density, ONE);
  requireRange('importance', importance, undefined);
  const [p, r] = [middleOf(density), middleOf(importance)];
  const { weights } = bestKnown(task([p, p], [ONE, r]), 1, 'none', STARTS);
  const [first = ONE, last = ONE] = weights[0] ?? [];
  const phase = phaseOfPair(Float64Array.of(toNumber(first), toNumber(last))) as CertifiedPhase;
  const witness = normalised(first, last);
  const trees: string[] = [];
  const root: Box = {
    lower: Float64Array.from([RANGE, density, importance], ([low]) => toNumber(low)),
    upper: Float64Array.from([RANGE, density, importance], ([, high]) => toNumber(high)),
    share: 1 / 2,
  };
  for (const longest of [0, 1]) {
    const outcome = yield* coverBox(phaseTester(longest, phase, witness), root, longest / 2);
    if (outcome.status !== 'covered') return { status: 'not-certified', reason: outcome.status, phase };
    trees.push(outcome.tree);
  }
  const [one = '', other = ''] = trees;
  return {
    status: 'certified',
    certificate: { density, importance, phase, witness, range: RANGE, trees: [one, other] },
  };
}

/** Boxes between two looks at the clock. */
const PACE = 1024;

type Covering =
  | { readonly status: 'covered'; readonly tree: string }
  | { readonly status: 'interrupted' | 'stuck' };

function* coverBox(test: BoxTest, root: Box, before: number): Generator<number, Covering, boolean> {
  const assembly = treeAssembly(root);
  let covered = before;
  while (assembly.open.length > 0) {
    const outcomes = [];
    for (const box of assembly.open) {
      if (!(yield covered)) return { status: 'interrupted' };
      // Boxes that are too thin say so themselves.
      const outcome = searchTree(test, box, new Float64Array(3), PACE);
      if (outcome.status !== 'searched') return { status: 'stuck' };
      covered += outcome.covered;
      outcomes.push(outcome);
    }
    assembly.accept(outcomes);
  }
  return { status: 'covered', tree: assembly.tree() };
}

function requireRange(name: string, [low, high]: Ends, most: Rational | undefined): void {
  const inside = signOf(low) > 0 && low.compare(high) <= 0 && (most === undefined || high.compare(most) <= 0);
  if (inside) return;
  const expected = `a range of ${name} above 0${most === undefined ? '' : `, up to ${formatRational(most)}`}`;
  throw new DomainError('certifyPhase', expected, `[${formatRational(low)}, ${formatRational(high)}]`);
}

function middleOf([low, high]: Ends): Rational {
  return low.add(high).div(2);
}

/** The direction with its longer leg 1, the other a multiple of 2⁻¹². */
function normalised(first: Rational, last: Rational): readonly [Rational, Rational] {
  const isFirst = first.abs().compare(last.abs()) >= 0;
  const ratio = toNumber(isFirst ? last.div(first) : first.div(last));
  const leg = rational(BigInt(Math.round(ratio * 4096)), 4096n);
  return isFirst ? [ONE, leg] : [leg, ONE];
}

/** Tests boxes of (t, p, r). */
function phaseTester(
  longest: number,
  phase: CertifiedPhase,
  witness: readonly [Rational, Rational],
): BoxTest {
  const sides = { low: emptySide(), high: emptySide() };
  const setting = { featureCount: 2, hiddenDimension: 1, ...sides } as const;
  const bounds = boxBounds(setting, longest);
  const witnessLongest = witness[0].equals(ONE) ? 0 : 1;
  const reference = boxBounds(setting, witnessLongest);
  const place = Float64Array.of(toNumber(witness[1 - witnessLongest] ?? ONE));
  const gain = { low: 0, high: 0 };
  const test = boxTester(bounds, boxBounds(setting, longest), gain);
  const attempt = (
    lower: Float64Array,
    upper: Float64Array,
    parameters: readonly [number, number, number, number],
  ) => {
    fillSides(sides, parameters);
    reference.fill(place, place);
    setGain(gain, reference);
    return test(lower.subarray(0, 1), upper.subarray(0, 1));
  };
  return (lower, upper) => {
    const [t0 = 0, p0 = 0, r0 = 0] = lower;
    const [t1 = 0, p1 = 0, r1 = 0] = upper;
    const outcome = attempt(lower, upper, [p0, p1, r0, r1]);
    if (isInPhase(phase, longest, t0, t1) && isLong(bounds))
      return { kind: 'done', cuts: '', test: IN_PHASE };
    if (outcome.kind === 'done') return outcome;
    const widths = [t1 - t0, (p1 - p0) / p1, (r1 - r0) / r1];
    const widest = Math.max(...widths);
    const coordinate = widths.indexOf(widest);
    const at = ((lower[coordinate] ?? 0) + (upper[coordinate] ?? 0)) / 2;
    return { kind: 'split', cuts: '', coordinate, at, better: widest < THINNEST };
  };
}

/** ‖W‖² ≥ λ = C/Q ≥ 3/16 > tan²(π/8): no weights so short that they count as none. */
function isLong({ low, high }: BoxBounds): boolean {
  return 16 * low.linear > 3.0001 * high.quadratic;
}

/** A little inside the phase, for the rounding of √2. */
const RATIO = DROPPED_RATIO + 1e-12;

function isInPhase(phase: CertifiedPhase, longest: number, low: number, high: number): boolean {
  switch (phase) {
    case 'antipodal':
      return high < -RATIO;
    case 'confused':
      return low > RATIO;
    case 'dropped-last':
    case 'dropped-first':
      return longest === (phase === 'dropped-last' ? 0 : 1) && Math.max(-low, high) < DROPPED_RATIO - 1e-12;
    default:
      return phase satisfies never;
  }
}

/** A number below C²/Q of the witness, at all parameters of the box. */
function setGain(gain: { -readonly [K in keyof Gain]: number }, { low, high }: BoxBounds): void {
  gain.low = ((low.linear * low.linear) / high.quadratic) * (1 - 2 ** -40);
  gain.high = gain.low;
}

interface Side {
  readonly probabilities: Float64Array;
  readonly importances: Float64Array;
}

function emptySide(): Side {
  return { probabilities: new Float64Array(4), importances: Float64Array.of(1, 1) };
}

/** P(A) and I at their least and greatest over ranges of p and r, each rounded outwards. */
function fillSides(
  { low, high }: { readonly low: Side; readonly high: Side },
  [p0, p1, r0, r1]: readonly [number, number, number, number],
): void {
  const fill = (side: Side, p: number, q: number, r: number, factor: number): void => {
    side.probabilities.set([q * q * factor, p * q * factor, p * q * factor, p * p * factor]);
    side.importances[1] = r * factor;
  };
  fill(low, p0, Math.max(0, 1 - p1), r0, 1 - 2 ** -48);
  fill(high, p1, 1 - p0, r1, 1 + 2 ** -48);
}
