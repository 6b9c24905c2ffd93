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

/** Whether to paint is decided by {@link styleOf}; Node would look at stdout, whatever the stream. */
function paint(format: 'bold' | 'dim' | 'green' | 'red' | 'yellow'): Paint {
  return (text) => styleText(format, text, { validateStream: false });
}

const COLOURED: Style = {
  title: paint('bold'),
  dim: paint('dim'),
  good: paint('green'),
  bad: paint('red'),
  unsure: paint('yellow'),
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
