import temml from 'temml';
import { DomainError } from '../../support/errors.ts';

/**
 * TeX as MathML, in line with text or on a line of its own.
 *
 * @throws {@link DomainError} if the TeX is not understood.
 */
export function mathMl(tex: string, place: 'inline' | 'display'): string {
  try {
    return temml.renderToString(tex, {
      displayMode: place === 'display',
      throwOnError: true,
      trust: false,
      strict: true,
      // A long formula expands a macro for each of its fractions and products; the default is a guard against strangers.
      maxExpand: 1e6,
    });
  } catch (error) {
    throw new DomainError('mathMl', `TeX (${error instanceof Error ? error.message : String(error)})`, tex);
  }
}
