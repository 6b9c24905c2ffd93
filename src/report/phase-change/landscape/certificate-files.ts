import type { Landscape } from './landscape.ts';
import { fileOf } from './landscape-json.ts';

/** The certificates of a report, by path within its folder. */
export function certificateFiles({ certificates, boxes }: Landscape): [path: string, text: string][] {
  return [...certificates, ...boxes].flatMap(({ setting, file }): [string, string][] =>
    file === undefined ? [] : [[fileOf(setting.name), file]],
  );
}
