import { exactQuantity } from '../../model/quantity.ts';
import { rational } from '../../support/rational.ts';
import type { Check, Verdict } from '../verdict.ts';
import type { TreeVerdict, Watch } from './walk-tree.ts';

/** How a checker is watched. */
export interface CertificateWatch {
  /** Told how many tests have been repeated. */
  readonly progress?: (done: number) => void;
  /** Asked now and then; `true` stops, and the verdict is inconclusive. */
  readonly stop?: () => boolean;
}

/** Tests between two looks at the watch. */
const PACE = 64;

const VERDICTS: Readonly<Record<TreeVerdict['status'], Verdict>> = {
  confirmed: 'agrees',
  refuted: 'disagrees',
  stopped: 'inconclusive',
};

/**
 * Walks trees one after the other, up to the first that is not confirmed, and counts.
 *
 * @param total - how many tests they have.
 */
export function treeCheck(
  name: string,
  total: number,
  walks: readonly ((watch: Watch) => TreeVerdict)[],
  { progress, stop }: CertificateWatch,
): Check {
  let done = 0;
  let last: TreeVerdict = { status: 'confirmed', tests: 0 };
  for (const walk of walks) {
    const before = done;
    last = walk((tests) => {
      if (tests % PACE !== 0) return false;
      progress?.(before + tests);
      return stop?.() ?? false;
    });
    done += last.tests;
    if (last.status !== 'confirmed') break;
  }
  return {
    name,
    verdict: VERDICTS[last.status],
    expected: exactQuantity(rational(BigInt(total))),
    observed: exactQuantity(rational(BigInt(done))),
    tolerance: 0,
    ...(last.status === 'refuted' ? { explanation: last.reason } : {}),
  };
}

/** How many boxes of a tree are not split, and have to pass a test. */
export function leafCount(tree: string): number {
  return tree.replace(/[a-z]/g, '').length;
}
