import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { certifyPhase } from '../../../src/landscape/certificate/certify-phase.ts';
import type { BiasCertificate, Certificate, PlainCertificate } from '../../../src/model/certificate.ts';
import { formatCertificateFile, parseCertificateFile } from '../../../src/model/file/certificate-file.ts';
import {
  formatPhaseCertificateFile,
  parsePhaseCertificateFile,
} from '../../../src/model/file/phase-certificate-file.ts';
import { FileError } from '../../../src/support/errors.ts';
import { ONE, parseRational, rational } from '../../../src/support/rational.ts';
import { checkCertificate } from '../../../src/verify/certificate/check-certificate.ts';
import { overall, type Verdict } from '../../../src/verify/verdict.ts';
import { runs, suite } from '../../support/suite.ts';

function golden(name: string): string {
  return readFileSync(new URL(`../../golden/certificates/${name}.json`, import.meta.url), 'utf8');
}

const PLAIN = parseCertificateFile(golden('pair'), 'pair') as PlainCertificate;
const FREE = parseCertificateFile(golden('pair-with-biases'), 'pair') as BiasCertificate;

function phaseText(): string {
  const result = certifyPhase([rational(1n, 10n), rational(3n, 25n)], [rational(2n, 5n), rational(1n, 2n)]);
  if (result.status !== 'certified') throw new Error('certified');
  return formatPhaseCertificateFile(result.certificate);
}

const FILES: readonly { readonly text: string; readonly read: (text: string) => unknown }[] = [
  ...['pair', 'pair-near-tie', 'pair-with-biases'].map((name) => ({
    text: golden(name),
    read: (text: string) => parseCertificateFile(text, name),
  })),
  { text: phaseText(), read: (text) => parsePhaseCertificateFile(text, 'phase') },
];

/** With a hash that fits, as who tampers would make it. */
function verdictOn(certificate: Certificate): Verdict {
  return overall(checkCertificate(parseCertificateFile(formatCertificateFile(certificate), 'test')));
}

suite('certificates that were tampered with', (test) => {
  test('law: a file with any one character of a value or a tree changed is refused, wherever', () => {
    const letter = fc.oneof(
      fc.constantFrom(...'0123456789abAB.*~=-/e'),
      fc.constantFrom('é', '\u0000', '"', '\\'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.nat(), letter, ({ text, read }, where, other) => {
        const place = where % text.length;
        fc.pre(!/\s/.test(text[place] ?? ' ') && text[place] !== other);
        const changed = text.slice(0, place) + other + text.slice(place + 1);
        assert.throws(
          () => read(changed),
          (error: unknown) => error instanceof FileError,
        );
      }),
      runs(100),
    );
  });

  test('law: a proof with a hash that fits never proves a bound above the least known loss', () => {
    const letter = fc.constantFrom(...'abcdABCDUV0167.*~=');
    const edits = fc.array(fc.tuple(fc.nat(), letter), { maxLength: 3 });
    const changed = (tree: string, places: readonly [number, string][]): string =>
      places.reduce((text, [where, other]) => {
        const place = where % text.length;
        return text.slice(0, place) + other + text.slice(place + 1);
      }, tree);
    const claim = ({ upper }: Certificate) => ({
      lower: upper.mul(parseRational('1.00001')),
      upper: upper.mul(2),
    });
    fc.assert(
      fc.property(edits, (places) => {
        const charts = PLAIN.charts.map((chart) => ({ ...chart, tree: changed(chart.tree, places) }));
        assert.is(verdictOn({ ...PLAIN, charts, ...claim(PLAIN) }), 'disagrees');
      }),
      runs(12),
    );
    fc.assert(
      fc.property(edits, (places) => {
        const cover = { ...FREE.cover, tree: changed(FREE.cover.tree, places) };
        assert.is(verdictOn({ ...FREE, cover, ...claim(FREE) }), 'disagrees');
      }),
      runs(2),
    );
  });

  test('a chart of the wrong feature, in a wrong order of digits, of half the range, or of none', () => {
    const unequal = { ...PLAIN, task: { ...PLAIN.task, importances: [ONE, rational(1n, 2n)] } };
    assert.is(verdictOn(unequal), 'disagrees');
    const [chart] = PLAIN.charts;
    if (chart === undefined) throw new Error('a chart');
    for (const ranges of [
      [[ONE.neg(), ONE]],
      [[rational(1n, 2n), rational(9n, 8n)]],
      [[rational(9n, 8n), rational(-17n, 16n)]],
    ] as const) {
      assert.is(verdictOn({ ...PLAIN, charts: [{ ...chart, ranges }] }), 'disagrees');
    }
    assert.is(verdictOn({ ...PLAIN, charts: [{ ...chart, tree: '=' }] }), 'disagrees');
  });

  test('trees that never end, or cut for ever, end in a refusal and little memory', () => {
    const [chart] = PLAIN.charts;
    if (chart === undefined) throw new Error('a chart');
    const deep = 'a'.repeat(200_000);
    assert.is(verdictOn({ ...PLAIN, charts: [{ ...chart, tree: deep }] }), 'disagrees');
    for (const tree of [deep, '0'.repeat(200_000), '6'.repeat(200_000), 'd'.repeat(200_000)]) {
      assert.is(verdictOn({ ...FREE, cover: { ...FREE.cover, tree } }), 'disagrees');
    }
  });

  test('a file with numbers that are none, or too long, or a key twice', () => {
    const text = golden('pair');
    for (const value of [
      'NaN',
      'Infinity',
      '1e999999999',
      '"1e-401"',
      `"${'9'.repeat(2000)}"`,
      '[]',
      'null',
    ]) {
      const changed = text.replace(/"lower": "[^"]*"/, `"lower": ${value}`);
      assert.throws(
        () => parseCertificateFile(changed, 'test'),
        (error: unknown) => error instanceof FileError,
      );
    }
    const twice = text.replace('"features": 2,', '"features": 2, "features": 2,');
    assert.throws(
      () => parseCertificateFile(twice, 'test'),
      (error: unknown) => error instanceof FileError,
    );
  });
});
