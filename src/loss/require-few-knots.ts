import { gram, type ToyModel } from '../model/toy-model.ts';
import { DomainError } from '../support/errors.ts';
import { formatRational, type Rational, ZERO } from '../support/rational.ts';

/** Quadrature over this many pieces for each of twelve outputs takes some twenty seconds, loss and gradient. */
const MAX_KNOTS = 4096;

/**
 * Refuses a model with a smooth activation whose quadrature would take minutes, before anything long has begun.
 *
 * @throws {@link DomainError} if the preactivation of an output may have more than 4096 knots: values of it at which every
 *   active feature is at an end or an atom of its law.
 * @complexity O(n² · knots).
 */
export function requireFewKnots(model: ToyModel, activation: string): void {
  for (const row of gram(model)) {
    let knots = new Map([['0', ZERO]]);
    row.forEach((entry, j) => {
      if (entry.n === 0n) return;
      const next = new Map(knots);
      for (const end of endsOf(model, j)) {
        const step = entry.mul(end);
        for (const knot of knots.values()) {
          const moved = knot.add(step);
          next.set(formatRational(moved), moved);
        }
      }
      knots = next;
      if (knots.size > MAX_KNOTS) throw tooLarge(model, activation);
    });
  }
}

/** Where the law of feature j has its ends and atoms. */
function endsOf({ inputs }: ToyModel, j: number): Rational[] {
  const law = inputs[j];
  if (law === undefined) return [];
  return [
    ...law.atoms.map(({ value }) => value),
    ...law.pieces.flatMap(({ lower, upper }) => [lower, upper]),
  ];
}

function tooLarge({ featureCount }: ToyModel, activation: string): DomainError {
  return new DomainError(
    'modelLoss',
    `preactivations with at most ${MAX_KNOTS} knots for ${activation}: up to 12 features uniform on [0, 1], some 20 s for the loss and its ` +
      "gradient and twice that with each further one; more features if many of an output's interferences are equal or zero; " +
      'a piecewise linear activation is exact up to 15, and with --max-active 2 (maxActive) serves hundreds',
    `${featureCount} features with more`,
  );
}
