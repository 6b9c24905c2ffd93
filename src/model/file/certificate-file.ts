/**
 * @file The certificate file, schema `antipode/certificate@1`: written whole, read exactly, refused precisely.
 */

import { FileError } from '../../support/errors.ts';
import { formatRational, type Rational } from '../../support/rational.ts';
import {
  boxCount,
  type Certificate,
  type CertifiedChart,
  type CertifiedCover,
  chartCoordinates,
  type Ranges,
  triangularCoordinates,
} from '../certificate.ts';
import { task } from '../toy-model.ts';
import { formatHashed, requireHash, treeLines } from './hashed-document.ts';
import {
  countUpTo,
  entries,
  entry,
  field,
  type Place,
  rationalIn,
  refusal,
  requireKeys,
  textIn,
  wordIn,
} from './json-fields.ts';
import { isList, parseJson } from './json-text.ts';
import { DENSITY, ENTRY, IMPORTANCE } from './model-file-schema.ts';

export const CERTIFICATE_SCHEMA = 'antipode/certificate@1';

const KEYS = [
  'schema',
  'features',
  'hidden',
  'density',
  'importance',
  'biases',
  'upper',
  'lower',
  'weights',
  'bias',
  'boxes',
  'sha256',
];

/** What the keys of the boxes are, by `biases`. */
const COVER = { none: 'charts', free: 'cover' } as const;

const MAX_FEATURES = 6;

/** The largest file that is read. */
export const MAX_CERTIFICATE_CHARACTERS: number = 64 * 2 ** 20;

/** The file that {@link parseCertificateFile} reads back as the same certificate. */
export function formatCertificateFile(certificate: Certificate): string {
  return formatHashed(bodyOf(certificate));
}

function bodyOf(certificate: Certificate): object {
  const { hiddenDimension, biasMode, upper, lower, weights, bias } = certificate;
  const { featureCount, densities, importances } = certificate.task;
  return {
    schema: CERTIFICATE_SCHEMA,
    features: featureCount,
    hidden: hiddenDimension,
    density: densities.map(formatRational),
    importance: importances.map(formatRational),
    biases: biasMode,
    upper: formatRational(upper),
    lower: formatRational(lower),
    weights: weights.map((row) => row.map(formatRational)),
    bias: bias.map(formatRational),
    boxes: boxCount(certificate),
    ...(certificate.biasMode === 'free'
      ? {
          cover: {
            biasUnit: formatRational(certificate.cover.biasUnit),
            ranges: rangesText(certificate.cover.ranges),
            tree: treeLines(certificate.cover.tree),
          },
        }
      : {
          charts: certificate.charts.map(({ longest, ranges, tree }) => ({
            longest,
            ranges: rangesText(ranges),
            tree: treeLines(tree),
          })),
        }),
  };
}

function rangesText(ranges: Ranges): string[][] {
  return ranges.map((range) => range.map(formatRational));
}

/** Whether a document says that it is a certificate of this kind, of any version. */
export function isCertificateText(text: string): boolean {
  return /"schema"\s*:\s*"antipode\/certificate@/.test(text);
}

/**
 * The certificate in a file. What it claims is not believed, only read.
 *
 * @throws {@link FileError} on anything the schema does not allow, and if the hash does not fit.
 */
export function parseCertificateFile(text: string, fileName: string): Certificate {
  if (text.length > MAX_CERTIFICATE_CHARACTERS) {
    throw new FileError(fileName, '', `at most ${MAX_CERTIFICATE_CHARACTERS} characters`, `${text.length}`);
  }
  const document: Place = { fileName, path: '', value: parseJson(text, fileName) };
  requireKeys(document, KEYS, Object.values(COVER));
  wordIn(field(document, 'schema'), [CERTIFICATE_SCHEMA]);
  const featureCount = countUpTo(field(document, 'features'), MAX_FEATURES);
  const hiddenDimension = countUpTo(field(document, 'hidden'), MAX_FEATURES);
  const biasMode = wordIn(field(document, 'biases'), ['none', 'free']);
  requireKeys(document, [...KEYS, COVER[biasMode]], []);
  const list = (key: string, range: typeof ENTRY): Rational[] =>
    entries(field(document, key), featureCount, 'numbers, one a feature').map((place) =>
      rationalIn(place, range),
    );
  const claim = {
    task: task(list('density', DENSITY), list('importance', IMPORTANCE)),
    hiddenDimension,
    upper: rationalIn(field(document, 'upper'), ENTRY),
    lower: rationalIn(field(document, 'lower'), ENTRY),
    weights: entries(field(document, 'weights'), hiddenDimension, 'rows').map((row) =>
      entries(row, featureCount, 'numbers, one a feature').map((place) => rationalIn(place, ENTRY)),
    ),
    bias: list('bias', ENTRY),
  };
  const shape = { featureCount, hiddenDimension };
  const boxesPlace = field(document, COVER[biasMode]);
  const certificate: Certificate =
    biasMode === 'free'
      ? { ...claim, biasMode, cover: coverIn(boxesPlace, shape) }
      : { ...claim, biasMode, charts: chartsIn(boxesPlace, shape) };
  const boxes = field(document, 'boxes');
  if (countUpTo(boxes, MAX_CERTIFICATE_CHARACTERS) !== boxCount(certificate)) {
    throw refusal(boxes, String(boxCount(certificate)));
  }
  requireHash(document, bodyOf(certificate));
  return certificate;
}

interface Shape {
  readonly featureCount: number;
  readonly hiddenDimension: number;
}

function coverIn(place: Place, { featureCount, hiddenDimension }: Shape): CertifiedCover {
  requireKeys(place, ['biasUnit', 'ranges', 'tree'], []);
  const count = triangularCoordinates(featureCount, hiddenDimension).length + featureCount;
  return {
    biasUnit: rationalIn(field(place, 'biasUnit'), ENTRY),
    ranges: rangesIn(field(place, 'ranges'), count),
    tree: treeIn(field(place, 'tree')),
  };
}

function chartsIn(place: Place, shape: Shape): CertifiedChart[] {
  const { value } = place;
  if (!isList(value) || value.length < 1 || value.length > shape.featureCount) {
    throw refusal(place, `a list of 1 to ${shape.featureCount} charts`);
  }
  return value.map((_, k) => chartIn(entry(place, k), shape));
}

function chartIn(place: Place, { featureCount, hiddenDimension }: Shape): CertifiedChart {
  requireKeys(place, ['longest', 'ranges', 'tree'], []);
  const longest = indexIn(field(place, 'longest'), featureCount);
  const { length } = chartCoordinates(featureCount, hiddenDimension, longest);
  return { longest, ranges: rangesIn(field(place, 'ranges'), length), tree: treeIn(field(place, 'tree')) };
}

function rangesIn(place: Place, count: number): Ranges {
  return entries(place, count, 'ranges, one a coordinate').map((range): readonly [Rational, Rational] => {
    const [low, high] = entries(range, 2, 'ends') as [Place, Place];
    return [rationalIn(low, ENTRY), rationalIn(high, ENTRY)];
  });
}

function indexIn(place: Place, count: number): number {
  const expected = `a feature, from 0 to ${count - 1}`;
  const index = rationalIn(place, { ...ENTRY, words: expected });
  const found = Array.from({ length: count }, (_, i) => i).find((i) => index.equals(i));
  if (found === undefined) throw refusal(place, expected);
  return found;
}

/** The lines of a tree, joined. */
export function treeIn(place: Place): string {
  const { value } = place;
  if (!isList(value)) throw refusal(place, 'a list of lines');
  return value.map((_, k) => textIn(entry(place, k), 'a line of a tree')).join('');
}
