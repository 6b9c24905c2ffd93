/** @file Prose that contains formulas in two notations, and pieces of these: what derivations are written with. */

import type { Block, Notation, Prose, ProseBlock } from './block.ts';

/** Words with formulas, or prose, among them. */
export function prose(
  words: readonly string[],
  ...insertions: readonly (string | Notation | Prose)[]
): ProseBlock {
  const runs = words.flatMap((word, index): Prose => {
    const insertion = insertions[index] ?? '';
    return [word, ...(typeof insertion === 'string' || 'latex' in insertion ? [insertion] : insertion)];
  });
  return { kind: 'prose', words: runs.filter((run) => run !== '') };
}

/** Prose with its formulas as text. */
export function inText(prose: Prose): string {
  return prose.map((run) => (typeof run === 'string' ? run : run.text)).join('');
}

/** A displayed formula. */
export function display(text: string, latex: string): Block {
  return { kind: 'formula', text, latex };
}

/** A displayed formula whose LaTeX is written when it is asked for: long ones take a while. */
export function lazyDisplay(text: string, latex: () => string): Block {
  return {
    kind: 'formula',
    text,
    get latex() {
      return latex();
    },
  };
}

/** A name that reads the same in both notations, such as `p` or `z > 0`. */
export function plain(name: string): Notation {
  return { text: name, latex: name };
}

/** `{1, 2}`. */
export function setOf(elements: readonly (number | string)[]): Notation {
  const names = elements.join(', ');
  return { text: `{${names}}`, latex: names === '' ? '\\varnothing' : `\\{${names}\\}` };
}

/** `name = value`. */
export function assignment(name: Notation, value: Notation): Notation {
  return { text: `${name.text} = ${value.text}`, latex: `${name.latex} = ${value.latex}` };
}

/** A list, separated by commas. */
export function listed(notations: readonly Notation[]): Notation {
  return {
    text: notations.map(({ text }) => text).join(', '),
    latex: notations.map(({ latex }) => latex).join(',\\; '),
  };
}
