import { type LoggerInterface, parse, type Spec, textMetrics, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import { invariant } from '../../support/errors.ts';
import type { ChartSpec } from './chart-spec.ts';
import { textWidth } from './text-width.ts';

/** Vega's typings leave this out. */
declare module 'vega' {
  const textMetrics: { width: (item: TextItem, text: unknown) => number };
}

/** What the layout knows of a text when it asks for its width. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: unknown;
}

/** A chart in the two forms a page needs. */
export interface Drawing {
  /** Complete on its own; needs no script. */
  readonly svg: string;
  /** The same chart as a vega specification, for a live view with tooltips. */
  readonly vega: Spec;
}

/**
 * A chart, drawn. The same specification gives the same text.
 *
 * Text is measured by the bundled typeface's own widths, because there is no screen to measure it on.
 */
export async function drawChart(spec: ChartSpec): Promise<Drawing> {
  const vega = compileChart(spec);
  return { svg: await renderSvg(vega), vega };
}

/**
 * Vega-lite to vega.
 *
 * @throws broken-invariant if vega-lite has anything to complain about: a chart that warns is a wrong chart.
 */
export function compileChart(spec: ChartSpec): Spec {
  const complaints: unknown[] = [];
  const { spec: vega } = compile(spec, { logger: loggerInto(complaints) });
  invariant(
    complaints.length === 0,
    `vega-lite accepts the chart without a warning (${complaints.join('; ')})`,
  );
  return vega;
}

/** The width of a text item, as the layout of axes, legends and titles asks for it. */
function widthOf(item: TextItem, text: unknown): number {
  const weight = item.fontWeight === 'bold' ? 700 : Number(item.fontWeight ?? 400);
  return textWidth(String(text ?? '').trim(), item.fontSize ?? 11, Number.isFinite(weight) ? weight : 400);
}

/** A logger that keeps warnings and errors, and drops the rest. */
function loggerInto(complaints: unknown[]): LoggerInterface {
  const keep = (...message: readonly unknown[]): LoggerInterface => {
    complaints.push(...message);
    return logger;
  };
  const drop = (): LoggerInterface => logger;
  const logger: LoggerInterface = { level: drop as never, error: keep, warn: keep, info: drop, debug: drop };
  return logger;
}

/** The vega specification as an SVG document. Expressions are interpreted, as in the page. */
export async function renderSvg(vega: Spec): Promise<string> {
  // Vega's own way in for those who measure text themselves; it reads this one object.
  textMetrics.width = widthOf;
  const view = new View(parse(vega, {}, { ast: true }), { renderer: 'none', expr: expressionInterpreter });
  const svg = await view.toSVG();
  view.finalize();
  return canonicalSvg(svg);
}

/**
 * The SVG with identifiers numbered in order of appearance: vega counts them through the life of the process, so that the
 * second of two equal charts would differ from the first.
 */
export function canonicalSvg(svg: string): string {
  const numbers = new Map<string, number>();
  const renamed = (name: string): string => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return `def${number}`;
  };
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag
      .replace(/\bid="([^"]*)"/g, (_, name: string) => `id="${renamed(name)}"`)
      .replace(/url\(#([^)]*)\)/g, (_, name: string) => `url(#${renamed(name)})`),
  );
}
