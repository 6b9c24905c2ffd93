/** @file A certificate checked from the file alone: the model, the cover, and every box. */

import type {
  BiasCertificate,
  Certificate,
  CertifiedChart,
  PlainCertificate,
} from '../../model/certificate.ts';
import { exactQuantity } from '../../model/quantity.ts';
import { toyModel } from '../../model/toy-model.ts';
import { rational, ZERO } from '../../support/rational.ts';
import { expectedLoss } from '../../symbolic/expected-loss/expected-loss.ts';
import type { Check } from '../verdict.ts';
import { gapsOfCover } from './chart-cover.ts';
import { passesTest, testSetting } from './check-box.ts';
import { cutBox, freeHalves, freeTestSetting, passesFreeTest } from './check-free-box.ts';
import type { GridBox } from './corner-bounds.ts';
import { type CertificateWatch, leafCount, treeCheck } from './tree-check.ts';
import { halvesOf, rootOf, type TreeVerdict, type Watch, walkTree } from './walk-tree.ts';

/**
 * Whether a certificate proves what it claims: lower ≤ L(W, b) for all weights and biases, and L ≤ upper at its model.
 *
 * Exact rationals for the model, integers for the boxes; nothing of the search is used, and nothing in the certificate is
 * believed.
 *
 * @returns three checks or four; all agree if and only if both bounds are proved.
 * @complexity dominated by the tests: about 0.3 ms each for n = 2, 1 ms for n = 3.
 */
export function checkCertificate(certificate: Certificate, watch: CertificateWatch = {}): readonly Check[] {
  const { task, weights, bias, upper, lower } = certificate;
  const { loss } = expectedLoss(toyModel(task, weights, bias));
  const gaps = gapsOfCover(certificate);
  return [
    {
      name: 'loss of the model ≤ upper bound',
      verdict: loss.compare(upper) <= 0 && withoutBias(certificate) ? 'agrees' : 'disagrees',
      expected: exactQuantity(loss),
      observed: exactQuantity(upper),
      tolerance: 0,
    },
    {
      name: 'lower bound ≤ upper bound',
      verdict: lower.compare(upper) <= 0 ? 'agrees' : 'disagrees',
      expected: exactQuantity(upper),
      observed: exactQuantity(lower),
      tolerance: 0,
    },
    {
      name: 'charts cover all models',
      verdict: gaps.length === 0 ? 'agrees' : 'disagrees',
      expected: exactQuantity(ZERO),
      observed: exactQuantity(rational(BigInt(gaps.length))),
      tolerance: 0,
      ...(gaps.length === 0 ? {} : { explanation: gaps.join('; ') }),
    },
    // Without a cover the boxes prove nothing, and need not be looked at.
    ...(gaps.length === 0 ? [boxesCheck(certificate, watch)] : []),
  ];
}

function withoutBias({ biasMode, bias }: Certificate): boolean {
  return biasMode === 'free' || bias.every((entry) => entry.equals(ZERO));
}

/** How many tests and cuts a check repeats. */
export function testCount(certificate: Certificate): number {
  const trees = certificate.biasMode === 'free' ? [certificate.cover] : certificate.charts;
  return trees.reduce((sum, { tree }) => sum + leafCount(tree), 0);
}

function boxesCheck(certificate: Certificate, watch: CertificateWatch): Check {
  const walks =
    certificate.biasMode === 'free'
      ? [(each: Watch) => freeWalk(certificate, each)]
      : certificate.charts.map((chart) => (each: Watch) => chartWalk(certificate, chart, each));
  return treeCheck('no box holds a model below the lower bound', testCount(certificate), walks, watch);
}

function chartWalk(certificate: PlainCertificate, chart: CertifiedChart, watch: Watch): TreeVerdict {
  const { box, denominator } = rootOf(chart.ranges);
  const setting = testSetting(certificate, chart, denominator);
  const judge = (inner: GridBox, test: string): boolean => passesTest(setting, inner, test);
  return walkTree(chart.tree, box, { halves: halvesOf, judge }, watch);
}

function freeWalk(certificate: BiasCertificate, watch: Watch): TreeVerdict {
  const { ranges, biasUnit, tree } = certificate.cover;
  const { box, denominator } = rootOf(ranges, biasUnit);
  const setting = freeTestSetting(certificate, denominator);
  const judge = (inner: GridBox, letter: string): boolean | GridBox =>
    cutBox(setting, inner, letter) ?? passesFreeTest(setting, inner, letter);
  return walkTree(tree, box, { halves: (inner, k) => freeHalves(setting, inner, k), judge }, watch);
}
