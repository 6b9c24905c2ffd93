import { equalFeatures, type GramRows } from './equal-features.ts';
import { matchOutputs } from './equal-outputs.ts';
import type { KernelFunctions } from './kernel/kernel.ts';
import { type OutputEvaluator, outputEvaluator } from './output-evaluator.ts';

/** The model in a kernel, and the results by output: E_i, ∂L/∂b_i and the rows of ∂L/∂G. */
export interface KernelMemory {
  readonly kernel: KernelFunctions;
  readonly densities: Float64Array;
  readonly importances: Float64Array;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly gram: GramRows;
  readonly errors: Float64Array;
  readonly biasGradient: Float64Array;
  readonly gramGradient: Float64Array;
}

/** A state costs plain code about so many times what it costs the kernel. */
const PLAIN_COST = 15;
/** Below, counting equal features never pays. */
export const LEAST_COUNTED = 7;

/**
 * The function that evaluates all outputs of the model in the memory, of which G is known already: an output that is
 * another one with the features renamed is copied; one that cannot tell many features apart is left to plain code, which
 * counts them; the others go to the kernel two by two.
 *
 * Its argument is the set of rows that may need to be magnified (see gram-pairs.ts), which only plain code does.
 */
export function evaluateOutputs(memory: KernelMemory): (suspects: number) => void {
  const { kernel, densities, importances, weights, bias, gram } = memory;
  const { errors, biasGradient, gramGradient } = memory;
  const featureCount = densities.length;
  const leader = new Uint8Array(featureCount);
  const match = new Uint8Array(featureCount);
  let plain: OutputEvaluator | undefined;
  let isPrepared = false;

  const evaluatePlainly = (i: number): void => {
    plain ??= outputEvaluator(densities);
    if (!isPrepared) plain.prepare(weights, bias);
    isPrepared = true;
    errors[i] = plain.error(i);
    biasGradient[i] = plain.gradient(i, 2 * (importances[i] ?? 0), gramGradient);
  };

  const leaderOf = (i: number): number => {
    for (let first = 0; first < i; first++) {
      if (leader[first] === first && matchOutputs(gram, memory, first, i, match)) return first;
    }
    return i;
  };

  const copy = (first: number, i: number): void => {
    matchOutputs(gram, memory, first, i, match);
    errors[i] = errors[first] ?? 0;
    biasGradient[i] = biasGradient[first] ?? 0;
    for (let j = 0; j < featureCount; j++) {
      gramGradient[i * featureCount + j] = gramGradient[first * featureCount + (match[j] ?? 0)] ?? 0;
    }
  };

  /** Evaluates outputs that are no copies. */
  const evaluateLeaders = (): void => {
    let waiting = -1;
    for (let i = 0; i < featureCount; i++) {
      leader[i] = leaderOf(i);
      if (leader[i] !== i) continue;
      if (featureCount >= LEAST_COUNTED && isCheaperCounted(memory, i)) evaluatePlainly(i);
      else if (waiting < 0) waiting = i;
      else {
        kernel.pair(0, waiting, 0, i);
        waiting = -1;
      }
    }
    if (waiting >= 0) kernel.pair(0, waiting, 0, waiting);
  };

  return (suspects) => {
    isPrepared = false;
    if (suspects !== 0 && needsMagnification(memory, suspects)) {
      for (let i = 0; i < featureCount; i++) evaluatePlainly(i);
      return;
    }
    evaluateLeaders();
    for (let i = 0; i < featureCount; i++) if (leader[i] !== i) copy(leader[i] ?? i, i);
  };
}

/** Whether G_ii has underflown in one of the rows: whether one of them is not zero. */
function needsMagnification({ weights, bias }: KernelMemory, suspects: number): boolean {
  for (let i = 0; i < bias.length; i++) {
    if (((suspects >> i) & 1) === 0) continue;
    if (bias[i] !== 0) return true;
    for (let k = i; k < weights.length; k += bias.length) if (weights[k] !== 0) return true;
  }
  return false;
}

/** Whether the states of features in groups are so few that plain code is faster. */
function isCheaperCounted({ gram, densities }: KernelMemory, i: number): boolean {
  const groups = equalFeatures(gram, densities, i);
  if (groups === undefined) return false;
  const states = groups.reduce((product, { length }) => product * (length * (length + 1) + 1), 1);
  return PLAIN_COST * states < 3 ** densities.length;
}
