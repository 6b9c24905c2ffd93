/** @file Which words stand beside which points, so that none runs over another or over a point. */

import { textWidth } from './text-width.ts';

/** A point in CSS pixels from the lower left corner of the panel, and what is to be written beside it. */
export interface LabelledPixel {
  readonly x: number;
  readonly y: number;
  /** Nothing if empty. */
  readonly label: string;
}

export type LabelSide = 'right' | 'left' | 'above' | 'below' | 'none';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

const FONT_SIZE = 12;
/** From the centre of a point to its label, beside it and above or below. */
export const LABEL_GAP = { beside: 10, above: 13 } as const;
const HALF_HEIGHT = 8;
const MARK_RADIUS = 6;
const SIDES = ['right', 'left', 'above', 'below'] as const;

/**
 * The side of each label: the first of right, left, above, below where it is inside the panel and clear of all points and of the labels
 * before it; `none` if there is no such side.
 */
export function labelSides(
  points: readonly LabelledPixel[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly LabelSide[] {
  const marks = points.map(({ x, y }): Box => around(x, y, MARK_RADIUS, MARK_RADIUS));
  const placed: Box[] = [];
  return points.map((point, k) => {
    if (point.label === '') return 'none';
    const side = SIDES.find((candidate) => {
      const box = boxOf(point, candidate);
      const isInside = box.left >= 0 && box.right <= width && box.bottom >= 0 && box.top <= height;
      return (
        isInside &&
        ![...placed, ...marks.filter((_, other) => other !== k)].some((other) => overlap(box, other))
      );
    });
    if (side === undefined) return 'none';
    placed.push(boxOf(point, side));
    return side;
  });
}

function boxOf({ x, y, label }: LabelledPixel, side: (typeof SIDES)[number]): Box {
  const long = textWidth(label, FONT_SIZE) / 2;
  switch (side) {
    case 'right':
      return around(x + LABEL_GAP.beside + long, y, long, HALF_HEIGHT);
    case 'left':
      return around(x - LABEL_GAP.beside - long, y, long, HALF_HEIGHT);
    case 'above':
      return around(x, y + LABEL_GAP.above + 2, long, HALF_HEIGHT);
    case 'below':
      return around(x, y - LABEL_GAP.above - 2, long, HALF_HEIGHT);
    default:
      return side satisfies never;
  }
}

function around(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return { left: x - halfWidth, right: x + halfWidth, bottom: y - halfHeight, top: y + halfHeight };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}
