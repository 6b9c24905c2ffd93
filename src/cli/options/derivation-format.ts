/** @file In which forms `derive` writes formulas. */

import { UsageError } from '../../support/errors.ts';
import { CODE_LANGUAGES, type CodeLanguage } from '../../symbolic/presentation/code/code-language.ts';

export type DocumentFormat = 'text' | 'latex' | 'json';

export type DerivationFormat = DocumentFormat | CodeLanguage;

export function isCodeLanguage(format: DerivationFormat): format is CodeLanguage {
  return CODE_LANGUAGES.some((language) => language === format);
}

/** @throws {@link UsageError} for a programming language, in which only the pair without bias is written. */
export function documentFormat(format: DerivationFormat): DocumentFormat {
  if (isCodeLanguage(format)) {
    throw new UsageError(
      `derive: --format ${format} writes the formulas without bias; with --bias free and --at there are text, latex, json`,
    );
  }
  return format;
}
