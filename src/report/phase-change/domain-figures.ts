/** @file Drawings of the restricted domains of the derivation, one for each output in each chamber. */

import type { Rational } from '../../support/rational.ts';
import { toNumber } from '../../support/rational.ts';
import type { ChamberLoss, OutputStep } from '../../symbolic/derivation/pair-loss.ts';
import type { Range } from '../../symbolic/derivation/restricted-domain.ts';
import { inputName } from '../../symbolic/derivation/symbols.ts';
import type { LaurentPolynomial } from '../../symbolic/polynomial/laurent-polynomial.ts';
import type { ChartSpec } from '../chart/chart-spec.ts';
import { domainSketch, type InputPoint } from '../chart/domain-sketch.ts';

/** A drawing, and its description in words. */
export interface DomainFigure {
  readonly chart: ChartSpec;
  readonly description: string;
}

/** Where z > 0 in the unit square when both features are active, at the sample point of each opposite-sign chamber. */
export function domainFigures(chambers: readonly ChamberLoss[]): readonly DomainFigure[] {
  return chambers
    .filter(({ chamber }) => chamber.name !== 'same-sign')
    .flatMap(({ chamber, steps }) => {
      const [first, last] = chamber.sample;
      const outputs = steps.at(-1)?.outputs ?? [];
      return outputs.map((output) => ({
        chart: sketch(output, first, last),
        description: `The part of the unit square where output ${output.output} is on, for w1 = ${toNumber(first)}, w2 = ${toNumber(last)}: a polygon bounded by the line z = 0 through the origin.`,
      }));
    });
}

function sketch({ output, domain }: OutputStep, first: Rational, last: Rational): ChartSpec {
  const weights = new Map([
    ['w1', first],
    ['w2', last],
  ]);
  const [outer, inner] = domain[0] ?? [];
  const title = `output ${output}`;
  const subtitle = `w₁ = ${toNumber(first)}, w₂ = ${toNumber(last)}`.replaceAll('-', '−');
  if (outer === undefined || inner === undefined)
    return domainSketch({ vertices: [], kink: [], title, subtitle });
  const end = outer.upper.evaluate(weights);
  const corner = (along: Rational, bound: LaurentPolynomial): InputPoint =>
    pointAt(outer, inner, along, bound.evaluate(new Map([...weights, [inputName(outer.feature), along]])));
  const start = outer.lower.evaluate(weights);
  const kink = [corner(start, inner.lower), corner(end, inner.lower)];
  const far = [corner(end, inner.upper), corner(start, inner.upper)];
  return domainSketch({ vertices: [...kink, ...far], kink, title, subtitle });
}

function pointAt(outer: Range, inner: Range, along: Rational, across: Rational): InputPoint {
  const coordinates = new Map([
    [outer.feature, toNumber(along)],
    [inner.feature, toNumber(across)],
  ]);
  return { x1: coordinates.get(1) ?? 0, x2: coordinates.get(2) ?? 0 };
}
