/** A LaTeX article of a title and a body, both LaTeX, that compiles with amsmath and amssymb alone. */
export function latexArticle(title: string, body: readonly string[]): string {
  return [
    '\\documentclass{article}',
    '\\usepackage{amsmath,amssymb}',
    '\\usepackage[margin=2cm]{geometry}',
    '\\allowdisplaybreaks',
    '\\setlength{\\parindent}{0pt}',
    '\\setlength{\\emergencystretch}{4em}',
    `\\title{${title}}`,
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    ...body,
    '\\end{document}',
    '',
  ].join('\n');
}
