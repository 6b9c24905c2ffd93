/**
 * Moves `style` attributes of generated markup into rules of a style sheet, so that the page's Content-Security-Policy need
 * not allow inline styles. Equal styles share a rule; the order of first appearance numbers them.
 *
 * The markup is our own: attributes are in double quotes, and texts hold no unescaped `<`.
 */
export function hoistStyles(markup: string): { readonly markup: string; readonly rules: string } {
  const classes = new Map<string, string>();
  const classFor = (style: string): string => {
    const name = classes.get(style) ?? `hoisted-${classes.size}`;
    classes.set(style, name);
    return name;
  };
  const hoisted = markup.replace(/<[a-z][^<>]*\sstyle="[^"]*"[^<>]*>/gi, (tag) => {
    const style = /\sstyle="([^"]*)"/.exec(tag)?.[1] ?? '';
    const bare = tag.replace(/\sstyle="[^"]*"/, '');
    return /\sclass="/.test(bare)
      ? bare.replace(/\sclass="/, ` class="${classFor(style)} `)
      : bare.replace(/^<[a-z-]+/i, (start) => `${start} class="${classFor(style)}"`);
  });
  const rules = [...classes]
    .map(([style, name]) => `.${name}{${style.replaceAll('&quot;', '"')}}`)
    .join('\n');
  return { markup: hoisted, rules };
}
