/**
 * @file Where a command's words go. stdout holds the result and nothing else: a text for people, or with --json one
 * document. Notes and progress go to stderr.
 */

import { type ProgressLine, progressLine } from '../terminal/progress-line.ts';
import { type Style, styleOf } from '../terminal/style.ts';
import { type JsonDocument, serialiseDocument } from './json-document.ts';
import { requireWritable, writeWholeFile } from './write-whole-file.ts';

/** The options every command shares, as {@link addCommonOptions} declares them. */
export interface CommonOptions {
  readonly json?: true;
  readonly out?: string;
  readonly quiet?: true;
  /** An integer in [0, 2⁵³). */
  readonly seed: number;
}

export interface Output {
  /** For the text on stdout. */
  readonly style: Style;
  /** A remark on stderr; nothing with --quiet. */
  note(text: string): void;
  /** A progress line on stderr; nothing with --quiet. */
  progress(label: string, total: number, unit: string): ProgressLine;
  /**
   * The result: the document to --out, if given; and to stdout the document with --json, else the text.
   *
   * @param document - lazily, if it is large: neither --out nor --json may need it.
   * @param text - lazily, since --json does not need it.
   */
  deliver(document: JsonDocument | (() => JsonDocument), text: () => string): Promise<void>;
  /** A result that is itself a text: to --out, if given, else to stdout. */
  deliverText(text: string): Promise<void>;
}

/**
 * Opens the outputs of one command.
 *
 * @throws {@link UsageError} if --out names a place that cannot be written to, before any work is done.
 */
export async function openOutput({ json, out, quiet }: CommonOptions): Promise<Output> {
  if (out !== undefined) await requireWritable(out);
  const isQuiet = quiet === true;
  const note = (text: string): void => {
    if (!isQuiet) process.stderr.write(`${styleOf(process.stderr).dim(text)}\n`);
  };
  const write = async (path: string, text: string): Promise<void> => {
    await writeWholeFile(path, text);
    note(`wrote ${path}`);
  };
  return {
    style: styleOf(process.stdout),
    note,
    progress: (label, total, unit) => progressLine(label, total, unit, isQuiet),
    async deliver(document, text) {
      const isNeeded = out !== undefined || json === true;
      const serialised = isNeeded
        ? serialiseDocument(typeof document === 'function' ? document() : document)
        : '';
      if (out !== undefined) await write(out, serialised);
      process.stdout.write(json === true ? serialised : `${text()}\n`);
    },
    async deliverText(text) {
      await (out === undefined ? process.stdout.write(text) : write(out, text));
    },
  };
}
