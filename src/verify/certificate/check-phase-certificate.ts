/**
 * @file A certified phase checked from the file alone, in intervals of big integers.
 *
 * @see docs/maths/certificates.md §7
 */

import { chartCoordinates } from '../../model/certificate.ts';
import { type CertifiedPhase, IN_PHASE, type PhaseCertificate } from '../../model/phase-certificate.ts';
import { exactQuantity } from '../../model/quantity.ts';
import {
  divideFixed,
  FIXED_ONE,
  type FixedInterval,
  fixedInterval,
  multiplyFixed,
  timesFixed,
} from '../../support/fixed-interval.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import type { Check } from '../verdict.ts';
import { linearOf, passesTest, quadraticOf, type TestSetting } from './check-box.ts';
import { boundsOf, type GridBox } from './corner-bounds.ts';
import { type CertificateWatch, leafCount, treeCheck } from './tree-check.ts';
import { halvesOf, rootOf, type Watch, walkTree } from './walk-tree.ts';

/** How many tests a check repeats. */
export function phaseTestCount({ trees }: PhaseCertificate): number {
  return trees.reduce((sum, tree) => sum + leafCount(tree), 0);
}

/**
 * Whether a certificate proves that at all its parameters every global minimum is in its phase.
 *
 * @complexity about 1 ms a test.
 */
export function checkPhaseCertificate(
  certificate: PhaseCertificate,
  watch: CertificateWatch = {},
): readonly Check[] {
  const { range, density, importance, trees, witness } = certificate;
  const covers =
    range[0].compare(ONE.neg()) < 0 &&
    range[1].compare(ONE) > 0 &&
    signOf(density[0]) > 0 &&
    density[1].compare(ONE) <= 0 &&
    signOf(importance[0]) > 0 &&
    witness.some((leg) => signOf(leg) !== 0);
  const walks = trees.map((tree, longest) => (each: Watch) => {
    const { box, denominator } = rootOf([range, density, importance]);
    const judge = (inner: GridBox, test: string): boolean =>
      passes(certificate, longest, denominator, inner, test);
    return walkTree(tree, box, { halves: halvesOf, judge }, each);
  });
  return [
    {
      name: 'charts cover all directions',
      verdict: covers ? 'agrees' : 'disagrees',
      expected: exactQuantity(ZERO),
      observed: exactQuantity(covers ? ZERO : ONE),
      tolerance: 0,
    },
    ...(covers
      ? [treeCheck(`every global minimum is ${certificate.phase}`, phaseTestCount(certificate), walks, watch)]
      : []),
  ];
}

/** Whether a test succeeds on a box of (t, p, r). */
function passes(
  certificate: PhaseCertificate,
  longest: number,
  denominator: bigint,
  { lower, upper }: GridBox,
  test: string,
): boolean {
  const at = (value: bigint | undefined): Rational => rational(value ?? 0n, denominator);
  const setting = settingFor(
    longest,
    denominator,
    [at(lower[1]), at(upper[1])],
    [at(lower[2]), at(upper[2])],
  );
  const box: GridBox = { lower: lower.slice(0, 1), upper: upper.slice(0, 1) };
  if (test === IN_PHASE) {
    return isInPhase(certificate.phase, longest, at(lower[0]), at(upper[0])) && isLong(setting, box);
  }
  const gain = gainOf(setting, certificate.witness);
  return gain !== undefined && passesTest({ ...setting, gain }, box, test);
}

/** P(A) and I over ranges of p and r. */
function settingFor(
  longest: number,
  denominator: bigint,
  [p0, p1]: readonly [Rational, Rational],
  [r0, r1]: readonly [Rational, Rational],
): TestSetting {
  const [on, off] = [between(p0, p1), between(ONE.sub(p1), ONE.sub(p0))];
  return {
    featureCount: 2,
    hiddenDimension: 1,
    coordinates: chartCoordinates(2, 1, longest),
    longest,
    denominator,
    probabilities: [off, off, on, on].map((last, set) => multiplyFixed(set % 2 === 0 ? off : on, last)),
    importances: [FIXED_ONE, between(r0, r1)],
    gain: FIXED_ONE,
    interchangeable: [],
  };
}

function between(low: Rational, high: Rational): FixedInterval {
  return { low: fixedInterval(low).low, high: fixedInterval(high).high };
}

/** A number below C²/Q of the witness at all parameters of a box: a best direction has more. Undefined if Q may be 0. */
function gainOf(
  setting: TestSetting,
  [first, last]: readonly [Rational, Rational],
): FixedInterval | undefined {
  const longest = first.abs().compare(last.abs()) >= 0 ? 0 : 1;
  const leg = longest === 0 ? last.div(first) : first.div(last);
  const { box, denominator } = rootOf([[leg, leg]]);
  const coordinates = chartCoordinates(2, 1, longest);
  const { low, high } = boundsOf({ ...setting, longest, denominator, coordinates }, box);
  const linear = { low: linearOf(setting, low).low, high: linearOf(setting, high).high };
  const quadratic = { low: quadraticOf(setting, low).low, high: quadraticOf(setting, high).high };
  if (quadratic.low <= 0n) return undefined;
  const most = divideFixed(multiplyFixed(linear, linear), quadratic).low - 1n;
  return { low: most, high: most };
}

/** ‖W‖² ≥ λ = C/Q ≥ 3/16 > (√2 − 1)² for every direction of the box: not so short that `phaseOfPair` counts it as none. */
function isLong(setting: TestSetting, box: GridBox): boolean {
  const { low, high } = boundsOf(setting, box);
  return timesFixed(linearOf(setting, low), 16n).low >= timesFixed(quadraticOf(setting, high), 3n).high;
}

/** Whether all t of an interval are in a phase; √2 − 1 is where t² + 2t = 1, for t > 0. */
function isInPhase(phase: CertifiedPhase, longest: number, low: Rational, high: Rational): boolean {
  const exceeds = (t: Rational): boolean => signOf(t) > 0 && t.mul(t).add(t.mul(2)).compare(ONE) > 0;
  switch (phase) {
    case 'antipodal':
      return exceeds(high.neg());
    case 'confused':
      return exceeds(low);
    case 'dropped-last':
    case 'dropped-first':
      return longest === (phase === 'dropped-last' ? 0 : 1) && !exceeds(low.abs()) && !exceeds(high.abs());
    default:
      return phase satisfies never;
  }
}
