import { type EntryReader, parseAnyModelFile } from '../model/file/model-file.ts';
import type { Rational } from '../support/rational.ts';
import { parseAlgebraic } from '../symbolic/algebraic/parse-algebraic.ts';
import type { RealAlgebraic } from '../symbolic/algebraic/real-algebraic.ts';
import type { AnyModel } from './model-loss.ts';

/** Weights such as `sqrt(3)/2` and `cos(2*pi/5)`; those that turn out rational are read as rationals. */
const ALGEBRAIC_ENTRIES: EntryReader<Rational | RealAlgebraic> = {
  words: 'an algebraic number such as sqrt(3)/2 or cos(2*pi/5)',
  read: (text) => {
    const number = parseAlgebraic(text);
    return number.isRational ? number.toRational() : number;
  },
};

/**
 * The model that a model file describes, of any architecture and with any weights: what `modelLoss` takes.
 *
 * @param fileName - for the messages.
 * @throws {@link FileError} on anything the schema does not allow.
 */
export function modelOfFile(text: string, fileName: string): AnyModel {
  return parseAnyModelFile(text, fileName, ALGEBRAIC_ENTRIES);
}
