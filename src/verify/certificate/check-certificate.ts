/** @file A certificate checked from the file alone: the model, the cover, and every box. */

import type { Certificate } from '../../model/certificate.ts';
import { exactQuantity } from '../../model/quantity.ts';
import { toyModel } from '../../model/toy-model.ts';
import { rational, ZERO } from '../../support/rational.ts';
import { expectedLoss } from '../../symbolic/expected-loss/expected-loss.ts';
import type { Check, Verdict } from '../verdict.ts';
import { gapsOfCover } from './chart-cover.ts';
import { checkTree, type TreeVerdict } from './check-tree.ts';

/** How the checker is watched. */
export interface CertificateWatch {
  /** Told how many tests have been repeated. */
  readonly progress?: (done: number) => void;
  /** Asked now and then; `true` stops, and the verdict is inconclusive. */
  readonly stop?: () => boolean;
}

/** Tests between two looks at the watch. */
const PACE = 64;

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
  const { task, weights, bias, upper, lower, charts } = certificate;
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
    ...(gaps.length === 0 ? [treeCheck(certificate, watch, charts.length)] : []),
  ];
}

function withoutBias({ biasMode, bias }: Certificate): boolean {
  return biasMode === 'free' || bias.every((entry) => entry.equals(ZERO));
}

const VERDICTS: Readonly<Record<TreeVerdict['status'], Verdict>> = {
  confirmed: 'agrees',
  refuted: 'disagrees',
  stopped: 'inconclusive',
};

function treeCheck(certificate: Certificate, watch: CertificateWatch, chartCount: number): Check {
  const total = testCount(certificate);
  let done = 0;
  let last: TreeVerdict = { status: 'confirmed', tests: 0 };
  for (let k = 0; k < chartCount && last.status === 'confirmed'; k++) {
    const chart = certificate.charts[k];
    if (chart === undefined) break;
    const before = done;
    last = checkTree(certificate, chart, (tests) => {
      if (tests % PACE !== 0) return false;
      watch.progress?.(before + tests);
      return watch.stop?.() ?? false;
    });
    done += last.tests;
  }
  return {
    name: 'no box holds a model below the lower bound',
    verdict: VERDICTS[last.status],
    expected: exactQuantity(rational(BigInt(total))),
    observed: exactQuantity(rational(BigInt(done))),
    tolerance: 0,
    ...(last.status === 'refuted' ? { explanation: last.reason } : {}),
  };
}

/** How many boxes are not split, and have to pass a test. */
export function testCount({ charts }: Certificate): number {
  return charts.reduce((sum, { tree }) => sum + tree.replace(/[a-z]/g, '').length, 0);
}
