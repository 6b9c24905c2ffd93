/**
 * @file The errors this library throws on purpose.
 *
 * Three kinds of trouble, three treatments:
 * - the caller asked wrongly: throw one of the classes below, at the door;
 * - the mathematics has no answer, or we cannot decide: return it as data, never throw;
 * - the code is wrong: {@link invariant}.
 */

/** Stable identifiers, safe to test against; the message is for people and may change. */
export type ErrorCode = 'out-of-domain' | 'shape-mismatch' | 'bad-file' | 'usage' | 'broken-invariant';

/** Base class: `catch (error) { if (error instanceof AntipodeError) … }`. */
export class AntipodeError extends Error {
  override readonly name: string = 'AntipodeError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A value lies outside the set on which the operation is defined. */
export class DomainError extends AntipodeError {
  override readonly name = 'DomainError';
  /** The set, as the message says it. */
  readonly expected: string;
  /** The offending value, as the message says it. */
  readonly found: string;

  /**
   * @param operation - who is complaining, as the caller would write it: `parseRational`
   * @param expected - the set, in words or notation: `a nonzero denominator`, `p in [0, 1]`
   * @param found - the offending value, shown verbatim
   */
  constructor(operation: string, expected: string, found: unknown) {
    super('out-of-domain', `${operation}: expected ${expected}, found ${String(found)}`);
    this.expected = expected;
    this.found = String(found);
  }
}

/** Two tensors do not fit together. */
export class ShapeError extends AntipodeError {
  override readonly name = 'ShapeError';

  constructor(operation: string, expected: readonly number[], found: readonly number[]) {
    super(
      'shape-mismatch',
      `${operation}: expected shape [${expected.join(', ')}], found [${found.join(', ')}]`,
    );
  }
}

/** An input file says something it may not say. The message names the file, the key, the expectation and the finding. */
export class FileError extends AntipodeError {
  override readonly name = 'FileError';

  /**
   * @param file - the file's name, as the user gave it
   * @param place - the key's path, `weights[0][1]`; or '' for the file as a whole
   */
  constructor(file: string, place: string, expected: string, found: string) {
    super('bad-file', `${file}: ${place === '' ? '' : `${place}: `}expected ${expected}, found ${found}`);
  }
}

/** The command line asks for something that cannot be done; the message says what could be. */
export class UsageError extends AntipodeError {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super('usage', message);
  }
}

/** Assert what only a bug in this library could make false. */
export function invariant(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new AntipodeError('broken-invariant', `broken invariant: ${claim}`);
}
