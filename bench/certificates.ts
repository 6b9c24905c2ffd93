/**
 * @file The table of docs/maths/certificates.md §8: global minima certified on this machine, one line a parameter point, and every
 * certificate checked.
 *
 *     node --import tsx bench/certificates.ts [features hidden none|free] [--seconds N] [--checked K]
 *
 * Search and check are CPU time of one thread. A search that has used N seconds (600) has to do with what is proved. Certificates
 * of more than K thousand tests and cuts (1000) are not checked.
 */

import { certifyMinimum } from '../src/landscape/certificate/certify-minimum.ts';
import { type BiasMode, boxCount, type Certificate } from '../src/model/certificate.ts';
import { formatCertificateFile, parseCertificateFile } from '../src/model/file/certificate-file.ts';
import { task } from '../src/model/toy-model.ts';
import { ONE, parseRational, type Rational, toNumber, ZERO } from '../src/support/rational.ts';
import { checkCertificate, testCount } from '../src/verify/certificate/check-certificate.ts';
import { overall } from '../src/verify/verdict.ts';

/** Densities and importances, one for all features or one each. */
interface Point {
  readonly density: string;
  readonly importance: string;
  /** Why this one. */
  readonly remark?: string;
}

interface Family {
  readonly features: number;
  readonly hidden: number;
  readonly bias: BiasMode;
  readonly points: readonly Point[];
}

const FAMILIES: readonly Family[] = [
  {
    features: 2,
    hidden: 1,
    bias: 'none',
    points: [
      { density: '0.1', importance: '1,0.5' },
      { density: '0.3', importance: '1' },
      { density: '0.58217', importance: '1', remark: '1.4e-6 below the tie of antipodal and confused' },
      { density: '0.582171', importance: '1', remark: '4e-7 below it' },
      { density: '0.582172', importance: '1', remark: '6e-7 above it' },
      { density: '0.9', importance: '1' },
      { density: '1', importance: '1' },
      { density: '1e-4', importance: '1,0.001' },
      { density: '0.3,0.001', importance: '1,1000' },
    ],
  },
  {
    features: 2,
    hidden: 1,
    bias: 'free',
    points: [
      { density: '0.01', importance: '1,0.9' },
      { density: '0.1', importance: '1,0.5' },
      { density: '0.3', importance: '1' },
      { density: '0.484587926111', importance: '1,0.5', remark: 'the tie of antipodal and dropped' },
      { density: '0.6', importance: '1,0.7' },
      { density: '0.706403692673', importance: '1', remark: 'three minima tie' },
      { density: '1', importance: '1', remark: 'two tie' },
      { density: '1e-4', importance: '1,0.001' },
      { density: '0.3,0.001', importance: '1,7' },
    ],
  },
  {
    features: 3,
    hidden: 2,
    bias: 'none',
    points: [
      { density: '0.03', importance: '1,0.5,0.25' },
      { density: '0.1', importance: '1' },
      { density: '0.3', importance: '1,0.9,0.8' },
      {
        density: '0.5695',
        importance: '1',
        remark: 'near the tie of digon ⊥ singleton and an asymmetric minimum',
      },
      { density: '0.9', importance: '1' },
    ],
  },
  {
    features: 3,
    hidden: 2,
    bias: 'free',
    points: [
      { density: '0.01', importance: '1' },
      { density: '0.1', importance: '1' },
      { density: '0.3', importance: '1,0.9,0.8' },
      { density: '0.521837659', importance: '1', remark: 'the tie of triangle and digon ⊥ singleton' },
      { density: '0.9', importance: '1' },
    ],
  },
  {
    features: 4,
    hidden: 2,
    bias: 'none',
    points: [
      { density: '0.03', importance: '1' },
      { density: '0.1', importance: '1' },
    ],
  },
  {
    features: 4,
    hidden: 2,
    bias: 'free',
    points: [{ density: '0.1', importance: '1' }],
  },
];

const GAP = parseRational('1e-6');

function numbersOf(text: string, count: number): Rational[] {
  const numbers = text.split(',').map(parseRational);
  return Array.from({ length: count }, (_, k) => numbers[numbers.length === 1 ? 0 : k] ?? ONE);
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function secondsText(seconds: number): string {
  return `${Number(seconds.toPrecision(2))} s`;
}

/** Significant digits, rounded down or up. */
function bound(value: Rational, digits: number, up: boolean): string {
  const nearest = Number(toNumber(value).toPrecision(digits));
  const isRight = up ? nearest >= toNumber(value) : nearest <= toNumber(value);
  if (isRight) return String(nearest);
  const unit = 10 ** (Math.floor(Math.log10(nearest)) - digits + 1);
  return String(Number((nearest + (up ? unit : -unit)).toPrecision(digits)));
}

function gapText(upper: Rational, lower: Rational): string {
  return toNumber(ONE.sub(lower.div(upper))).toExponential(1);
}

function checkText(certificate: Certificate | undefined, mostTests: number): string {
  if (certificate === undefined) return '';
  const file = parseCertificateFile(formatCertificateFile(certificate), 'certificate');
  if (testCount(file) > 1000 * mostTests) return 'not run';
  const start = process.cpuUsage();
  const verdict = overall(checkCertificate(file));
  return `${verdict}, ${secondsText(secondsSince(start))}`;
}

function lineOf(
  { features, hidden, bias }: Family,
  point: Point,
  seconds: number,
  mostTests: number,
): string {
  const { density, importance, remark } = point;
  const start = process.cpuUsage();
  const inputs = task(numbersOf(density, features), numbersOf(importance, features));
  const result = certifyMinimum(inputs, hidden, bias, {
    gap: GAP,
    proceed: () => secondsSince(start) < seconds,
  });
  const search = secondsSince(start);
  const [certificate, lower, upper] =
    result.status === 'certified'
      ? [result.certificate, result.certificate.lower, result.certificate.upper]
      : [result.proved, result.lower, result.best.upper];
  const cells = [
    remark === undefined ? density : `${density} (${remark})`,
    importance,
    bound(lower, 8, false),
    bound(upper, 8, true),
    upper.equals(ZERO) ? '0' : gapText(upper, lower),
    String(result.boxes),
    secondsText(search),
    certificate === undefined ? '' : String(boxCount(certificate)),
    checkText(certificate, mostTests),
  ];
  return `| ${cells.join(' | ')} |`;
}

function optionOf(name: string, otherwise: number): number {
  const place = process.argv.indexOf(name);
  return place < 0 ? otherwise : Number(process.argv[place + 1]);
}

const [features, hidden, bias] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const asked = FAMILIES.filter(
  (family) =>
    features === undefined ||
    (family.features === Number(features) && family.hidden === Number(hidden) && family.bias === bias),
);
for (const family of asked) {
  const biases = family.bias === 'free' ? 'with biases' : 'without bias';
  process.stdout.write(`\n**n = ${family.features}, m = ${family.hidden}, ${biases}**\n\n`);
  process.stdout.write('| p | I | lower ≥ | upper ≤ | gap | boxes | search | letters | check |\n');
  process.stdout.write('|---|---|---|---|---|---|---|---|---|\n');
  for (const point of family.points) {
    process.stdout.write(
      `${lineOf(family, point, optionOf('--seconds', 600), optionOf('--checked', 1000))}\n`,
    );
  }
}
