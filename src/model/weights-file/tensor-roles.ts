/** @file Which tensor of a file is which part of a model: by the names that are in use, or by the user's word. */

import { FileError, UsageError } from '../../support/errors.ts';
import type { TensorFile } from './read-tensors.ts';
import type { Tensor } from './tensor.ts';

/** W of tied models; W1 and W2 of untied ones; the bias of either. */
export type Role = 'W' | 'W1' | 'W2' | 'b_final';

/** In the order of preference. Case counts for nothing, and neither do the keys in front: `model.W` is a W. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  W: ['W', 'weights', 'weight'],
  W1: ['W1', 'W_1', 'W_in', 'W_enc', 'linear1.weight', 'encoder.weight', 'fc1.weight'],
  W2: ['W2', 'W_2', 'W_out', 'W_dec', 'linear2.weight', 'decoder.weight', 'fc2.weight'],
  b_final: ['b_final', 'b', 'bias', 'b_dec', 'linear2.bias', 'decoder.bias', 'fc2.bias'],
};

export const ROLES: readonly Role[] = ['W', 'W1', 'W2', 'b_final'];

/** Names that the user gives; `none` for a bias that is not there. */
export type ChosenNames = ReadonlyMap<Role, string>;

export interface TensorsByRole {
  readonly W?: Tensor;
  readonly W1?: Tensor;
  readonly W2?: Tensor;
  readonly b_final?: Tensor;
  readonly unused: readonly Tensor[];
}

/**
 * The tensors of one model. A file with a single tensor of any name has W.
 *
 * @throws {@link FileError} if there is neither W nor both W1 and W2, or all three, or a name fits twice; {@link UsageError} on a
 *   chosen name that the file lacks.
 */
export function tensorsByRole(file: TensorFile, chosen: ChosenNames): TensorsByRole {
  const found = new Map<Role, Tensor>();
  for (const role of rolesIn(chosen)) {
    const claimed = new Set(found.values());
    const tensor = chosen.has(role)
      ? chosenTensor(file, role, chosen.get(role))
      : namedTensor(file, role, claimed);
    if (tensor !== undefined) found.set(role, tensor);
  }
  const [only] = file.tensors;
  if (file.tensors.length === 1 && only !== undefined && found.size === 0) found.set('W', only);
  requireOneModel(file, found, chosen);
  const used = new Set(found.values());
  return { ...Object.fromEntries(found), unused: file.tensors.filter((tensor) => !used.has(tensor)) };
}

function chosenTensor(file: TensorFile, role: Role, name = ''): Tensor | undefined {
  if (name === 'none' && role === 'b_final') return undefined;
  const tensor = file.tensors.find((candidate) => candidate.name === name);
  if (tensor !== undefined) return tensor;
  throw new UsageError(`${file.fileName}: no tensor ${JSON.stringify(name)}; there are ${listOf(file)}`);
}

/** A chosen W leaves no room for W1 and W2, nor they for W; longer names come first, since `encoder.weight` ends in `weight`. */
function rolesIn(chosen: ChosenNames): readonly Role[] {
  if (chosen.has('W')) return ['W', 'b_final'];
  return chosen.has('W1') || chosen.has('W2') ? ['W1', 'W2', 'b_final'] : ['W1', 'W2', 'W', 'b_final'];
}

/** The tensor whose name, or the end of it, is the first of the role's that occurs. */
function namedTensor(file: TensorFile, role: Role, claimed: ReadonlySet<Tensor>): Tensor | undefined {
  const free = file.tensors.filter((tensor) => !claimed.has(tensor));
  for (const name of NAMES[role]) {
    const lower = name.toLowerCase();
    const exact = free.filter((tensor) => tensor.name.toLowerCase() === lower);
    const ending = free.filter((tensor) => tensor.name.toLowerCase().endsWith(`.${lower}`));
    const [tensor, another] = exact.length > 0 ? exact : ending;
    if (another !== undefined) {
      const found = `${quoted(tensor)} and ${quoted(another)}; say which: --tensor ${role}=NAME`;
      throw new FileError(file.fileName, '', `one tensor for ${role}`, found);
    }
    if (tensor !== undefined) return tensor;
  }
  return undefined;
}

function requireOneModel(file: TensorFile, found: ReadonlyMap<Role, Tensor>, chosen: ChosenNames): void {
  const untied = found.has('W1') && found.has('W2');
  if (found.has('W') !== untied && found.has('W1') === found.has('W2')) return;
  const hint = chosen.size === 0 ? '; name them: --tensor W=NAME, --tensor b_final=NAME' : '';
  throw new FileError(file.fileName, '', 'a tensor W, or W1 and W2, and not both', `${listOf(file)}${hint}`);
}

/** At most eight of the names. */
function listOf({ tensors }: TensorFile): string {
  const shown = tensors.slice(0, 8).map(quoted).join(', ');
  return `${shown}${tensors.length > 8 ? ` and ${tensors.length - 8} more` : ''}`;
}

function quoted(tensor: Tensor | undefined): string {
  return JSON.stringify((tensor?.name ?? '').slice(0, 80));
}
