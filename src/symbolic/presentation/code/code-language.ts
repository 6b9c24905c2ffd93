/** The languages in which formulas are handed over. */
export const CODE_LANGUAGES = ['javascript', 'python', 'mathematica', 'julia', 'c'] as const;

export type CodeLanguage = (typeof CODE_LANGUAGES)[number];
