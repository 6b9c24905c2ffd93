/** @file The options that say which model is trained. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { ACTIVATION_NAMES, type Activation, parseActivation, RELU } from '../../model/activation.ts';
import type { Target } from '../../model/two-layer-model.ts';
import { ARCHITECTURES, type Architecture } from '../../model/weights-file/model-of-weights.ts';
import {
  TRAINED_LINEAR,
  type TrainedNetwork,
  trainedActivation,
} from '../../numeric/training/trained-network.ts';
import { DomainError, UsageError } from '../../support/errors.ts';
import { naming } from '../options/input-options.ts';

export interface NetworkOptions {
  readonly activation: string;
  readonly architecture?: Architecture;
  readonly target?: Target;
}

/** A model without its weights. */
export interface NetworkKind {
  readonly activation: Activation;
  readonly architecture: Architecture;
  readonly target: Target;
}

/** The paper's: ReLU(WᵀWx + b). */
export const PAPERS_KIND: NetworkKind = { activation: RELU, architecture: 'tied', target: 'identity' };

export function activationOption(): Option {
  return new Option('--activation <name>', `of the outputs, or of both layers: ${ACTIVATION_NAMES}`)
    .argParser((text: string) => {
      try {
        return parseActivation(text).name;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        throw new InvalidArgumentError(`Expected ${error.expected}.`);
      }
    })
    .default('relu');
}

export function addArchitectureOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--architecture <name>',
        'tied: φ(WᵀWx + b); relu-hidden: φ(Wᵀφ(Wx) + b); two-layer: φ(W₂φ(W₁x) + b) (default: tied)',
      ).choices(ARCHITECTURES),
    )
    .addOption(
      new Option('--target <name>', 'what an output is to be: x or |x| (default: identity)').choices([
        'identity',
        'abs',
      ]),
    );
}

/** @throws {@link UsageError} on the target |x| of a tied model. */
export function networkKind({
  activation,
  architecture = 'tied',
  target = 'identity',
}: NetworkOptions): NetworkKind {
  if (architecture === 'tied' && target === 'abs') {
    throw new UsageError('--target abs is for --architecture relu-hidden or two-layer, found tied');
  }
  return { activation: naming('--activation', () => parseActivation(activation)), architecture, target };
}

/** @throws {@link UsageError} on an activation that jumps. */
export function trainedNetwork({ activation, architecture, target }: NetworkKind): TrainedNetwork {
  const output = naming('--activation', () => trainedActivation(activation));
  const hidden = architecture === 'tied' ? TRAINED_LINEAR : output;
  return { hidden, output, tied: architecture !== 'two-layer', target };
}
