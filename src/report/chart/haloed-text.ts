import type { ChartLayer } from './chart-spec.ts';

/** Properties of a text mark. */
export interface TextStyle {
  readonly fontSize?: number;
  readonly lineHeight?: number;
  readonly lineBreak?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'top' | 'middle' | 'bottom';
  readonly dx?: number;
  readonly dy?: number;
}

/**
 * Words over a halo in the colour of the field `halo`, so that lines and stripes beneath do not run into the letters. The
 * layers around it supply the position, the text and, for each datum, `halo`.
 */
export function haloedText(style: TextStyle): ChartLayer[] {
  return [
    {
      mark: { type: 'text', ...style, strokeWidth: 5, strokeJoin: 'round', strokeOpacity: 0.9 },
      encoding: {
        color: { value: 'transparent' },
        stroke: { field: 'halo', type: 'nominal', scale: null },
      },
    },
    { mark: { type: 'text', ...style } },
  ];
}
