/**
 * @file Which features are active together, and the texts by which options and files say it.
 *
 * The joint law of the active set A is a product of **blocks**: sets of features with a table of probabilities each,
 * independent of one another. Independent features are blocks of one.
 */

import { DomainError, ShapeError } from '../support/errors.ts';
import { formatRational, ONE, parseRational, type Rational, signOf, ZERO } from '../support/rational.ts';

export interface ActivityBlock {
  /** How the block was given: what its probabilities are functions of. */
  readonly kind: BlockKind;
  /** Ascending. */
  readonly features: readonly number[];
  /** P(A) for every subset A of the block, shape [2^features]; bit t of the index stands for features[t]. */
  readonly probabilities: readonly Rational[];
}

/**
 * `feature`: one feature, active with its density. `correlated`: all or none, with a shared density. `anticorrelated`: one or
 * none, with a shared density. `exclusive`: one or none, each with its own density. `table`: any probabilities.
 */
export type BlockKind = 'feature' | 'correlated' | 'anticorrelated' | 'exclusive' | 'table';

/** The joint law of the active set; the blocks partition the features, ordered by their first feature. */
export interface Activity {
  /** As options and files write it: `correlated:0+1`. */
  readonly name: string;
  readonly blocks: readonly ActivityBlock[];
}

const MAX_TABLE_FEATURES = 12;
const MAX_TEXT = 100_000;

/** What {@link parseActivity} reads, in words. */
export const ACTIVITY_NAMES =
  'independent, correlated:0+1,2+3, anticorrelated:0+1, exclusive:0+1 or table:P0,P1,… (features are counted from 0)';

/**
 * The activity a text denotes.
 *
 * | text | meaning |
 * |---|---|
 * | `independent` | every feature with its own density |
 * | `correlated:0+1,2+3` | the features of a group are active together, with the density they share; amplitudes stay independent |
 * | `anticorrelated:0+1` | the group is active with the density its features share, and then exactly one of them, each as likely: the paper's convention, in which a feature of a group of k is active with probability density / k |
 * | `exclusive:0+1` | at most one feature of the group is active, feature i with its own density, as others define it |
 * | `correlated:0+1;anticorrelated:2+3` | both; groups do not overlap, the other features are independent |
 * | `table:P0,P1,…` | P(A) for all 2ⁿ active sets A, feature i being bit i of the index |
 *
 * @param densities - p, shape [features]; a table ignores them.
 * @throws {@link DomainError} on anything else, on densities that differ within a group, and on probabilities that are not
 *   in [0, 1] or do not add up to 1.
 */
export function parseActivity(text: string, densities: readonly Rational[]): Activity {
  if (text.length > MAX_TEXT) throw refused(`at most ${MAX_TEXT} characters`, text.length);
  const trimmed = text.trim();
  if (trimmed === 'independent') return independentActivity(densities);
  if (trimmed.startsWith('table:')) return tableActivity(trimmed.slice(6).split(',').map(parseRational));
  const grouped = trimmed.split(';').flatMap((clause) => {
    const [kind = '', groups, ...rest] = clause.split(':');
    const block = GROUPS.get(kind.trim());
    if (block === undefined || groups === undefined || rest.length > 0) {
      throw refused(`one of ${ACTIVITY_NAMES}`, JSON.stringify(text.slice(0, 60)));
    }
    return groups.split(',').map((group) => block(parseGroup(group, densities.length), densities));
  });
  // By marginal densities, which are what a task has, a group of the paper's convention is an exclusive one.
  return { name: trimmed.replaceAll('anticorrelated', 'exclusive'), blocks: completed(grouped, densities) };
}

/** Every feature is active with its own density, whatever the others are. */
export function independentActivity(densities: readonly Rational[]): Activity {
  return { name: 'independent', blocks: densities.map(soleBlock) };
}

/**
 * Any joint law of n features.
 *
 * @param probabilities - P(A), shape [2ⁿ], feature i being bit i of the index.
 * @throws {@link DomainError} unless there are 2ⁿ of them for some n from 1 to 12, each in [0, 1], of sum 1.
 */
export function tableActivity(probabilities: readonly Rational[]): Activity {
  const count = Math.log2(probabilities.length);
  if (!Number.isInteger(count) || count < 1 || count > MAX_TABLE_FEATURES) {
    const expected = `a table of 2^features probabilities, for 1 to ${MAX_TABLE_FEATURES} features`;
    throw refused(expected, `${probabilities.length} entries`);
  }
  for (const probability of probabilities) requireProbability(probability);
  const total = probabilities.reduce((sum, probability) => sum.add(probability), ZERO);
  if (!total.equals(ONE))
    throw refused('probabilities that add up to 1', `a sum of ${formatRational(total)}`);
  const features = Array.from({ length: count }, (_, i) => i);
  return {
    name: `table:${probabilities.map(formatRational).join(',')}`,
    blocks: [{ kind: 'table', features, probabilities }],
  };
}

/** The probability that each feature is active, shape [features]. Exact. */
export function densitiesOf({ blocks }: Activity): Rational[] {
  const densities: Rational[] = [];
  for (const { features, probabilities } of blocks) {
    features.forEach((feature, t) => {
      densities[feature] = probabilities.reduce(
        (sum, probability, set) => ((set >> t) & 1 ? sum.add(probability) : sum),
        ZERO,
      );
    });
  }
  return densities;
}

/** Whether every feature is a block of its own. */
export function isIndependent({ blocks }: Activity): boolean {
  return blocks.every(({ features }) => features.length === 1);
}

function soleBlock(density: Rational, feature: number): ActivityBlock {
  return { kind: 'feature', features: [feature], probabilities: [ONE.sub(density), density] };
}

type GroupOf = (features: readonly number[], densities: readonly Rational[]) => ActivityBlock;

const GROUPS: ReadonlyMap<string, GroupOf> = new Map<string, GroupOf>([
  [
    'correlated',
    (features, densities) => {
      const density = sharedDensity(features, densities);
      const everyone = 2 ** features.length - 1;
      return blockOf('correlated', features, (set) =>
        set === 0 ? ONE.sub(density) : set === everyone ? density : ZERO,
      );
    },
  ],
  [
    'anticorrelated',
    (features, densities) => {
      const density = sharedDensity(features, densities);
      return oneOf(
        'anticorrelated',
        features,
        features.map(() => density.div(features.length)),
      );
    },
  ],
  [
    'exclusive',
    (features, densities) =>
      oneOf(
        'exclusive',
        features,
        features.map((i) => densities[i] ?? ZERO),
      ),
  ],
]);

/** Nothing, or one feature, with these probabilities. */
function oneOf(kind: BlockKind, features: readonly number[], each: readonly Rational[]): ActivityBlock {
  const nothing = each.reduce((rest, probability) => rest.sub(probability), ONE);
  if (signOf(nothing) < 0) {
    const found = `a sum of ${formatRational(ONE.sub(nothing))}`;
    throw refused('densities of an exclusive group that add up to at most 1', found);
  }
  return blockOf(kind, features, (set) =>
    set === 0 ? nothing : (each[each.findIndex((_, t) => set === 1 << t)] ?? ZERO),
  );
}

function blockOf(
  kind: BlockKind,
  features: readonly number[],
  probabilityOf: (set: number) => Rational,
): ActivityBlock {
  return {
    kind,
    features,
    probabilities: Array.from({ length: 2 ** features.length }, (_, set) => probabilityOf(set)),
  };
}

function sharedDensity(features: readonly number[], densities: readonly Rational[]): Rational {
  const [first = ZERO, ...rest] = features.map((i) => densities[i] ?? ZERO);
  const other = rest.find((density) => !density.equals(first));
  if (other !== undefined) {
    throw refused(
      'one density for all features of a group',
      `${formatRational(first)} and ${formatRational(other)}`,
    );
  }
  return first;
}

function parseGroup(text: string, featureCount: number): number[] {
  const features = text.split('+').map((part) => {
    const feature = Number(part);
    if (!/^\s*\d+\s*$/.test(part) || feature >= featureCount) {
      throw refused(
        `features from 0 to ${featureCount - 1} joined by +, as in 0+1`,
        JSON.stringify(text.slice(0, 60)),
      );
    }
    return feature;
  });
  if (features.length < 2 || features.length > MAX_TABLE_FEATURES) {
    throw refused(`groups of 2 to ${MAX_TABLE_FEATURES} features`, features.length);
  }
  return features.sort((a, b) => a - b);
}

/** The groups and, for every feature in none, a block of its own. */
function completed(groups: readonly ActivityBlock[], densities: readonly Rational[]): ActivityBlock[] {
  const grouped = groups.flatMap(({ features }) => features);
  const twice = grouped.find((feature, k) => grouped.indexOf(feature) !== k);
  if (twice !== undefined) throw refused('every feature in one group at most', `feature ${twice} twice`);
  const alone = densities.map(soleBlock).filter((_, feature) => !grouped.includes(feature));
  return [...groups, ...alone].sort((a, b) => (a.features[0] ?? 0) - (b.features[0] ?? 0));
}

/**
 * Checks that an activity is one of `featureCount` features.
 *
 * @throws {@link ShapeError}
 */
export function requireFeatures({ blocks }: Activity, featureCount: number): void {
  const covered = blocks.reduce((count, { features }) => count + features.length, 0);
  if (covered !== featureCount) throw new ShapeError('activity', [featureCount], [covered]);
}

function requireProbability(probability: Rational): void {
  if (signOf(probability) >= 0 && probability.compare(ONE) <= 0) return;
  throw refused('probabilities in [0, 1]', formatRational(probability));
}

function refused(expected: string, found: unknown): DomainError {
  return new DomainError('parseActivity', expected, found);
}
