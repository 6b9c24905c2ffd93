import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { certifyMinimum } from '../../../src/landscape/certificate/certify-minimum.ts';
import {
  type BiasCertificate,
  type BiasMode,
  type Certificate,
  lossWhenOff,
  type PlainCertificate,
} from '../../../src/model/certificate.ts';
import { formatCertificateFile, parseCertificateFile } from '../../../src/model/file/certificate-file.ts';
import { type Task, task } from '../../../src/model/toy-model.ts';
import { ONE, parseRational, rational, ZERO } from '../../../src/support/rational.ts';
import { checkCertificate } from '../../../src/verify/certificate/check-certificate.ts';
import { overall, type Verdict } from '../../../src/verify/verdict.ts';
import { runs, suite } from '../../support/suite.ts';

const P = rational(3n, 10n);
const PAIR = task([P, P], [ONE, rational(1n, 2n)]);
const TENTH = rational(1n, 10n);

function certified(inputs: Task, biasMode: BiasMode, gap: string, hidden = 1): Certificate {
  const result = certifyMinimum(inputs, hidden, biasMode, { gap: parseRational(gap) });
  if (result.status !== 'certified') throw new Error(`not certified: ${result.reason}`);
  return result.certificate;
}

const NONE = certified(PAIR, 'none', '1e-6') as PlainCertificate;
const FREE = certified(task([TENTH, TENTH], PAIR.importances), 'free', '1/2') as BiasCertificate;

/** After a walk through a file, so that the hash is that of what is checked. */
function verdictOn(certificate: Certificate): Verdict {
  return overall(checkCertificate(parseCertificateFile(formatCertificateFile(certificate), 'test')));
}

/** The bounds moved so that only the boxes can tell: no model claims too much, and the lower bound is wrong. */
function claimingTooMuch<C extends Certificate>(certificate: C, factor: string): C {
  const off = { weights: [[ZERO, ZERO]], bias: [ZERO, ZERO], upper: lossWhenOff(certificate.task) };
  return { ...certificate, ...off, lower: certificate.upper.mul(parseRational(factor)) };
}

suite('checkCertificate', (test) => {
  test('known value: certificates of the search are confirmed, without biases, with them, and in two dimensions', () => {
    assert.is(verdictOn(NONE), 'agrees');
    assert.is(verdictOn(FREE), 'agrees');
    const three = task([TENTH, TENTH, TENTH], [ONE, ONE, ONE]);
    assert.is(verdictOn(certified(three, 'none', '999/1000', 2)), 'agrees');
  });

  test('a lower bound above the minimum is refused, however little, with the hash in order', () => {
    for (const factor of ['1.000001', '1.1']) {
      assert.is(verdictOn(claimingTooMuch(NONE, factor)), 'disagrees');
      assert.is(verdictOn(claimingTooMuch(FREE, factor)), 'disagrees');
    }
  });

  test('law: no tree whatever proves a bound above the minimum', () => {
    const wrong = claimingTooMuch(NONE, '1.01');
    const tree = fc.array(fc.constantFrom('a', 'a', 'A', '.', '*', '0'), { maxLength: 60 }).map(completed);
    fc.assert(
      fc.property(tree, tree, (first, second) => {
        const charts = wrong.charts.map((chart, k) => ({ ...chart, tree: k === 0 ? first : second }));
        assert.is(verdictOn({ ...wrong, charts }), 'disagrees');
      }),
      runs(20),
    );
  });

  test('a tree that is cut short, too long, or splits what is not there is refused', () => {
    const [chart, ...others] = NONE.charts;
    if (chart === undefined) throw new Error('a certificate has a chart');
    for (const tree of [chart.tree.slice(0, -1), `${chart.tree}.`, `b${chart.tree}`, '', 'B']) {
      assert.is(verdictOn({ ...NONE, charts: [{ ...chart, tree }, ...others] }), 'disagrees');
    }
  });

  test('charts that are missing, too narrow, or assume a length that is not proved are refused', () => {
    const narrow = NONE.charts.map((chart) => ({ ...chart, ranges: [[ONE.neg(), ONE]] as const }));
    assert.is(verdictOn({ ...NONE, charts: narrow }), 'disagrees');
    assert.is(verdictOn({ ...NONE, charts: NONE.charts.slice(1) }), 'disagrees');
  });

  test('ranges of weights or biases that leave something out, and units that are none, are refused', () => {
    const { cover } = FREE;
    cover.ranges.forEach(([low, high], place) => {
      const isReflected = place === 0;
      for (const range of [
        [low.div(4), high.div(4)],
        [isReflected ? ZERO : low.div(4), high],
        [low, low],
      ] as const) {
        const ranges = cover.ranges.with(place, range);
        assert.is(verdictOn({ ...FREE, cover: { ...cover, ranges } }), 'disagrees', `range ${place}`);
      }
    });
    for (const biasUnit of [ZERO, cover.biasUnit.neg()]) {
      assert.is(verdictOn({ ...FREE, cover: { ...cover, biasUnit } }), 'disagrees');
    }
  });

  test('a certificate of one task is none of another', () => {
    const other = task([P, P], [ONE, rational(49n, 100n)]);
    assert.is(verdictOn({ ...NONE, task: other }), 'disagrees');
    assert.is(verdictOn({ ...NONE, task: task([P, ZERO], [ONE, ONE]) }), 'disagrees');
  });

  test('an upper bound that its model does not reach is refused, and biases where there are to be none', () => {
    assert.is(verdictOn({ ...NONE, weights: [[ONE, ONE]] }), 'disagrees');
    assert.is(verdictOn({ ...NONE, bias: [rational(1n, 100n), ZERO] }), 'disagrees');
    assert.is(verdictOn({ ...NONE, upper: NONE.lower.mul(rational(1n, 2n)) }), 'disagrees');
  });

  test('stopped halfway it decides nothing', () => {
    assert.is(overall(checkCertificate(FREE, { stop: () => true })), 'inconclusive');
  });
});

suite('certificate files', (test) => {
  const text = formatCertificateFile(NONE);

  test('law: what is written is read back', () => {
    assert.equal(parseCertificateFile(text, 'test'), NONE);
    assert.equal(parseCertificateFile(formatCertificateFile(FREE), 'test'), FREE);
  });
});

/** The beginning of a preorder of halves and tests, ended with tests that claim to succeed. */
function completed(letters: readonly string[]): string {
  let open = 1;
  let tree = '';
  for (const letter of letters) {
    if (open === 0) return tree;
    open += letter === 'a' ? 1 : -1;
    tree += letter;
  }
  return tree + 'A'.repeat(open);
}
