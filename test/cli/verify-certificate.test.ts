import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { certifyMinimum } from '../../src/landscape/certificate/certify-minimum.ts';
import { formatCertificateFile } from '../../src/model/file/certificate-file.ts';
import { task } from '../../src/model/toy-model.ts';
import { ONE, rational } from '../../src/support/rational.ts';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

const P = rational(3n, 10n);
const result = certifyMinimum(task([P, P], [ONE, ONE]), 1, 'none');
if (result.status !== 'certified') throw new Error('a pair without bias is certified');
const TEXT = formatCertificateFile(result.certificate);
const WRONG = formatCertificateFile({ ...result.certificate, lower: result.certificate.upper });
writeFileSync(join(workFolder, 'certificate.json'), TEXT);
writeFileSync(join(workFolder, 'tampered.json'), TEXT.replace('"3/10"', '"2/10"'));
writeFileSync(join(workFolder, 'wrong.json'), WRONG);

suite('cli verify CERTIFICATE', (test) => {
  test('known value: a certificate is confirmed, by its schema and not by its name', async () => {
    const found = await antipode(['verify', 'certificate.json', '--json']);
    assert.is(found.code, 0);
    assert.is(documentOf(found)['verdict'], 'agrees');
    assert.is((await antipode(['verify', '-'], { input: TEXT })).code, 0);
  });

  test('a changed number is a bad file, and a bound that is not proved a disagreement', async () => {
    const tampered = await antipode(['verify', 'tampered.json']);
    assert.is(tampered.code, 5);
    assert.match(tampered.stderr, /sha256/);
    const wrong = await antipode(['verify', 'wrong.json']);
    assert.is(wrong.code, 3);
    assert.match(wrong.stdout, /fails at place/);
  });

  test('a claimed minimum is held against both bounds', async () => {
    const claim = await antipode(['verify', 'certificate.json', '--claim', '0.03']);
    assert.is(claim.code, 3);
    const near = await antipode(['verify', 'certificate.json', '--claim', '0.0294', '--tolerance', '0.01']);
    assert.is(near.code, 0);
  });
});
