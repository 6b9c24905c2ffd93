import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { certifyPhase } from '../../../src/landscape/certificate/certify-phase.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import {
  formatPhaseCertificateFile,
  parsePhaseCertificateFile,
} from '../../../src/model/file/phase-certificate-file.ts';
import type { Ends, PhaseCertificate } from '../../../src/model/phase-certificate.ts';
import { AntipodeError, FileError } from '../../../src/support/errors.ts';
import { ONE, parseRational, toNumber, ZERO } from '../../../src/support/rational.ts';
import { checkPhaseCertificate } from '../../../src/verify/certificate/check-phase-certificate.ts';
import { overall, type Verdict } from '../../../src/verify/verdict.ts';
import { suite } from '../../support/suite.ts';

function ends(lower: string, upper: string): Ends {
  return [parseRational(lower), parseRational(upper)];
}

function certified(density: Ends, importance: Ends): PhaseCertificate {
  const result = certifyPhase(density, importance);
  if (result.status !== 'certified') throw new Error(`not certified: ${result.reason}`);
  return result.certificate;
}

function verdictOn(certificate: PhaseCertificate): Verdict {
  return overall(
    checkPhaseCertificate(parsePhaseCertificateFile(formatPhaseCertificateFile(certificate), 'test')),
  );
}

const ANTIPODAL = certified(ends('1/10', '3/25'), ends('2/5', '1/2'));
const CONFUSED = certified(ends('7/10', '18/25'), ends('19/20', '1'));
const DROPPED = certified(ends('3/10', '3/10'), ends('1/100', '1/20'));

suite('certified phases', (test) => {
  test('known value: antipodal where features are sparse, confused where they are dense, dropped where r is small', () => {
    assert.equal(
      [ANTIPODAL, CONFUSED, DROPPED].map(({ phase }) => phase),
      ['antipodal', 'confused', 'dropped-last'],
    );
    for (const certificate of [ANTIPODAL, CONFUSED, DROPPED]) assert.is(verdictOn(certificate), 'agrees');
  });

  test('agreement: the minima by roots of polynomials are in the phase, wherever one looks in the box', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(ANTIPODAL, CONFUSED, DROPPED), share, share, (certificate, u, v) => {
        const within = ([low, high]: Ends, at: number): number =>
          toNumber(low) + at * (toNumber(high) - toNumber(low));
        const [global] = pairMinima(within(certificate.density, u), within(certificate.importance, v));
        assert.is(global.phase, certificate.phase);
      }),
    );
  });

  test('a box across the coexistence of antipodal and confused is not certified', () => {
    const result = certifyPhase(ends('58217/100000', '58218/100000'), ends('1', '1'));
    assert.is(result.status, 'not-certified');
  });

  test('a wider box, another phase, a narrower range, another tree: refused', () => {
    assert.is(verdictOn({ ...ANTIPODAL, density: ends('1/10', '9/10') }), 'disagrees');
    assert.is(verdictOn({ ...ANTIPODAL, phase: 'confused' }), 'disagrees');
    assert.is(verdictOn({ ...ANTIPODAL, range: [ONE.neg(), ONE] }), 'disagrees');
    assert.is(verdictOn({ ...ANTIPODAL, witness: [ZERO, ZERO] }), 'disagrees');
    assert.is(verdictOn({ ...ANTIPODAL, witness: [ONE, ONE] }), 'disagrees');
    const [first, last] = ANTIPODAL.trees;
    assert.is(verdictOn({ ...ANTIPODAL, trees: [last, first] }), 'disagrees');
    assert.is(verdictOn({ ...ANTIPODAL, trees: [first, '='] }), 'disagrees');
    assert.is(verdictOn({ ...ANTIPODAL, trees: ['', last] }), 'disagrees');
  });

  test('a changed digit is a bad file, and an empty range asked wrongly', () => {
    const text = formatPhaseCertificateFile(ANTIPODAL);
    assert.equal(parsePhaseCertificateFile(text, 'test'), ANTIPODAL);
    assert.throws(
      () => parsePhaseCertificateFile(text.replace('"1/10"', '"1/11"'), 'test'),
      (error: unknown) => error instanceof FileError,
    );
    assert.throws(
      () => certifyPhase(ends('1/2', '1/3'), ends('1', '1')),
      (error: unknown) => error instanceof AntipodeError && error.code === 'out-of-domain',
    );
  });
});
