/** @file In which forms `derive` writes formulas. */

import { CODE_LANGUAGES, type CodeLanguage } from '../../symbolic/presentation/code/code-language.ts';

export const DOCUMENT_FORMATS = ['text', 'latex', 'html', 'json'] as const;

export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

export type DerivationFormat = DocumentFormat | CodeLanguage;

export function isCodeLanguage(format: DerivationFormat): format is CodeLanguage {
  return CODE_LANGUAGES.some((language) => language === format);
}
