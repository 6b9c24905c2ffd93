/** @file Colour, where there is an eye for it. */

import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** Roles, not colours: what a piece of text is, for the terminal it goes to. */
export interface Style {
  readonly title: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly unsure: Paint;
}

const PLAIN: Style = {
  title: (text) => text,
  dim: (text) => text,
  good: (text) => text,
  bad: (text) => text,
  unsure: (text) => text,
};

const COLOURED: Style = {
  title: (text) => styleText('bold', text),
  dim: (text) => styleText('dim', text),
  good: (text) => styleText('green', text),
  bad: (text) => styleText('red', text),
  unsure: (text) => styleText('yellow', text),
};

/**
 * The style of an output stream: plain unless it is a terminal, and plain when NO_COLOR is set to anything but the empty
 * string or TERM is `dumb`.
 *
 * @see https://no-color.org
 */
export function styleOf(stream: NodeJS.WriteStream): Style {
  const noColour = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  return stream.isTTY === true && !noColour ? COLOURED : PLAIN;
}
