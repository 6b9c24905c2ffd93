/**
 * @file What a page is made of besides its document. The page itself reads no files; who makes it reads these and hands them in:
 *
 * | field | file |
 * |---|---|
 * | `stylesheet` | assets/page/page.css of this package |
 * | `liveFigures` | assets/page/live-figures.js of this package |
 * | `fonts.regular`, `.semiBold`, `.math` | assets/fonts/inter-regular.woff2, inter-semibold.woff2, antipode-math.woff2 |
 * | `vega` | vega.min.js, beside the file that `import.meta.resolve('vega')` names: a classic script defining `vega` |
 * | `vegaInterpreter` | the file that `import.meta.resolve('vega-interpreter')` names: a module, made classic by {@link classicInterpreter} |
 */

import { invariant } from '../../support/errors.ts';

/** Texts and bytes that go into every page. */
export interface PageAssets {
  readonly stylesheet: string;
  readonly liveFigures: string;
  readonly fonts: { readonly regular: Uint8Array; readonly semiBold: Uint8Array; readonly math: Uint8Array };
  readonly vega: string;
  readonly vegaInterpreter: string;
  /** The SHA-256 of the text in UTF-8, in base64, for the Content-Security-Policy. */
  readonly sha256: (text: string) => string;
}

/**
 * The interpreter as a classic script that takes its few imports from the global `vega`, which exports them too, and
 * defines the global `vegaInterpreter`. A page opened from a file cannot import modules.
 */
export function classicInterpreter(module: string): string {
  const imports = /^import (\{[^}]*\}) from 'vega-util';$/m;
  const exports = /^export \{ expression as expressionInterpreter \};$/m;
  invariant(
    imports.test(module) && exports.test(module),
    'vega-interpreter has the imports and exports known to us',
  );
  const body = module
    .replace(imports, 'const $1 = vega;')
    .replace(exports, 'globalThis.vegaInterpreter = { expressionInterpreter: expression };')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
  return `(() => {\n${body}})();`;
}
