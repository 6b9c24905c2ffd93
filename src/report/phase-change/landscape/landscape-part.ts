/** @file The parts of the landscape's half of a report that threads can do: each a piece of plain data that leads to another one. */

import { followBranches, type PathPicture, type PathSetting } from './branch-path.ts';
import { type BoxSetting, type CertifiedBox, certifyBox } from './certified-box.ts';
import { type CertifiedPoint, certifyPoint, type PointSetting } from './certified-point.ts';
import { type ExactLine, exactLine } from './exact-line.ts';

export type LandscapePart =
  | { readonly kind: 'path'; readonly setting: PathSetting }
  | { readonly kind: 'certificate'; readonly setting: PointSetting }
  | { readonly kind: 'box'; readonly setting: BoxSetting }
  | { readonly kind: 'exact-line'; readonly importance: string };

export type LandscapeOutcome = PathPicture | CertifiedPoint | CertifiedBox | ExactLine;

/** Deterministic. */
export function doLandscapePart(part: LandscapePart): LandscapeOutcome {
  switch (part.kind) {
    case 'path':
      return followBranches(part.setting);
    case 'certificate':
      return certifyPoint(part.setting);
    case 'box':
      return certifyBox(part.setting);
    case 'exact-line':
      return exactLine(part.importance);
    default:
      return part satisfies never;
  }
}
