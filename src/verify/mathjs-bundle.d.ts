/** mathjs as one file. It is an instance already, and makes others with the same functions. */
declare module 'mathjs/lib/browser/math.js' {
  import type { ConfigOptions, MathJsInstance } from 'mathjs';

  const mathjs: { create(config: ConfigOptions): MathJsInstance };

  // biome-ignore lint/style/noDefaultExport: the file is a CommonJS module, which Node gives as a default export
  export { mathjs as default };
}
