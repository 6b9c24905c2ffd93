import * as assert from 'uvu/assert';
import type { FollowedBoundary } from '../../../src/landscape/diagram/followed-line.ts';
import type { CellAgreement, TrainedRun } from '../../../src/report/phase-change/agreement.ts';
import { claimsOf } from '../../../src/report/phase-change/claims.ts';
import type { Landscape } from '../../../src/report/phase-change/landscape/landscape.ts';
import { landscapeClaims } from '../../../src/report/phase-change/landscape/landscape-claims.ts';
import { phaseChangeResults } from '../../../src/report/phase-change/results.ts';
import type { Theory } from '../../../src/report/phase-change/theory.ts';
import { parseRational } from '../../../src/support/rational.ts';
import type { Finding } from '../../../src/verify/trained-pair.ts';
import type { Check, Verdict } from '../../../src/verify/verdict.ts';
import { suite } from '../../support/suite.ts';
import { tinyResults } from './tiny-results.ts';

const results = await tinyResults(3);
const { theory, landscape, cells } = results;

/** The verdicts of the claims about theory and training, and the overall one, on these findings. */
function verdicts(of: { theory?: Theory; cells?: readonly CellAgreement[] }): [Verdict[], Verdict] {
  const parts = { ...results, ...of };
  const { claims, verdict } = phaseChangeResults(parts);
  assert.ok(claims.every((claim) => (claim.verdict === 'agrees') === (claim.explanation === undefined)));
  return [claims.slice(0, 6).map((claim) => claim.verdict), verdict];
}

/** All claims agree but one. */
function but(position: number, verdict: Verdict): [Verdict[], Verdict] {
  return [Array.from({ length: 6 }, (_, k) => (k === position ? verdict : 'agrees')), verdict];
}

/** A list with its last entry changed. */
function lastChanged<Entry>(list: readonly Entry[], change: (entry: Entry) => Entry): Entry[] {
  return list.map((entry, k) => (k === list.length - 1 ? change(entry) : entry));
}

function withRun(change: Partial<TrainedRun>): readonly CellAgreement[] {
  return lastChanged(cells, (cell) => {
    const runs = lastChanged(cell.runs, (run) => ({ ...run, ...change }));
    return { ...cell, runs };
  });
}

function withSampled(change: Partial<Check>): readonly CellAgreement[] {
  return lastChanged(cells, (cell) => ({ ...cell, sampled: { ...cell.sampled, ...change } }));
}

suite('claimsOf', (test) => {
  test('six claims, in the order in which the report argues, all of which agree', () => {
    const claims = claimsOf(theory, cells);
    assert.equal(
      claims.map(({ name }) => name),
      [
        'derived formulas, as printed, equal the closed form',
        'integrals found again by nerdamer',
        'recurrence equals the closed form on trained weights',
        'sampled losses contain the exact ones',
        'descent finds the minima listed, and nothing lower',
        'no trained model lies below the global minimum or outside the listed basins',
      ],
    );
    assert.equal(verdicts({}), [Array(6).fill('agrees'), 'agrees']);
  });

  test('each line counts what was compared', () => {
    const [formulas, integrals, recurrence, sampling, minima, training] = claimsOf(theory, cells).map(
      ({ summary }) => summary,
    );
    assert.is(formulas, '6 of 6 random rational points: derived formula = printed formula = closed form');
    const count = theory.derivation.integralsConfirmed;
    assert.ok(count > 20);
    assert.is(integrals, `${count} of ${count} integrals of the derivation: nerdamer = exact core`);
    assert.match(
      recurrence ?? '',
      /^18 trained models: loss in doubles = exact loss within \d\.\d × 10⁻¹[⁴-⁹] \(/,
    );
    assert.match(sampling ?? '', /^9 of 9 sampled losses agree .* family-wise α = 10⁻⁶\)$/);
    assert.is(minima, '9 of 9 points (p, r): descents find the listed minima, nothing lower');
    const reached = cells.filter(({ best }) => best.finding === 'global-minimum').length;
    assert.is(
      training,
      `${reached} of 9 cells trained to the global minimum, ${9 - reached} explained, 0 models against the theory`,
    );
  });

  test('planted: one formula that differs, as evaluated or as printed', () => {
    for (const name of ['formula', 'printed', 'closedForm'] as const) {
      const formulaComparisons = lastChanged(theory.formulaComparisons, (comparison) => ({
        ...comparison,
        [name]: comparison[name].add(parseRational('1e-50')),
      }));
      assert.equal(verdicts({ theory: { ...theory, formulaComparisons } }), but(0, 'disagrees'), name);
    }
  });

  test('planted: one recurrence off by more than 10⁻¹³', () => {
    assert.equal(verdicts({ cells: withRun({ recurrenceError: 1.01e-13 }) }), but(2, 'disagrees'));
    assert.equal(verdicts({ cells: withRun({ recurrenceError: 1e-13 }) })[1], 'agrees');
    const [, , claim] = claimsOf(theory, withRun({ recurrenceError: 2e-13 }));
    assert.is(claim?.explanation, 'the recurrence is off by 2.0 × 10⁻¹³ relatively');
  });

  test('planted: one sampled interval that misses, or is too wide', () => {
    for (const verdict of ['disagrees', 'inconclusive'] as const) {
      const planted = withSampled({ verdict, explanation: 'as planted' });
      assert.equal(verdicts({ cells: planted }), but(3, verdict));
      assert.is(claimsOf(theory, planted)[3]?.explanation, 'as planted');
      assert.match(claimsOf(theory, planted)[3]?.summary ?? '', /^8 of 9 /);
    }
  });

  test('planted: one descent that ends lower, higher, elsewhere, or nowhere', () => {
    for (const change of [
      { difference: -1.1e-9 },
      { difference: 1.1e-9 },
      { difference: Number.NaN },
      { unlisted: [0.1] },
    ]) {
      const minimaComparisons = lastChanged(theory.minimaComparisons, (comparison) => ({
        ...comparison,
        ...change,
      }));
      assert.equal(verdicts({ theory: { ...theory, minimaComparisons } }), but(4, 'disagrees'));
      const explanation = claimsOf({ ...theory, minimaComparisons }, cells)[4]?.explanation;
      assert.is(explanation, 'at p = 0.001, r = 100 descent ends elsewhere');
    }
  });

  const consequences: readonly [Finding, Verdict][] = [
    ['below-minimum', 'disagrees'],
    ['unlisted-minimum', 'disagrees'],
    ['undecided', 'inconclusive'],
    ['local-minimum', 'agrees'],
    ['too-few-steps', 'agrees'],
    ['global-minimum', 'agrees'],
  ];
  for (const [finding, verdict] of consequences) {
    test(`planted: one model, not the best of its point, found to be ${finding}: ${verdict}`, () => {
      assert.equal(verdicts({ cells: withRun({ finding, explanation: 'as planted' }) }), but(5, verdict));
      if (verdict !== 'disagrees') return;
      const claim = claimsOf(theory, withRun({ finding, explanation: 'as planted' }))[5];
      assert.equal([claim?.explanation, claim?.observed.value], ['as planted', 1]);
    });
  }

  test('a report that compared nothing has shown nothing', () => {
    assert.is(verdicts({ cells: [] })[1], 'inconclusive');
    const nothing = { ...theory, formulaComparisons: [], minimaComparisons: [] };
    assert.equal(verdicts({ theory: nothing })[0], [
      'inconclusive',
      'agrees',
      'agrees',
      'agrees',
      'inconclusive',
      'agrees',
    ]);
  });

  test('disagreement weighs more than doubt', () => {
    const doubtful = withSampled({ verdict: 'inconclusive', explanation: 'x' });
    const wrong = {
      ...theory,
      minimaComparisons: theory.minimaComparisons.map((m) => ({ ...m, difference: 1 })),
    };
    assert.is(verdicts({ cells: doubtful, theory: wrong })[1], 'disagrees');
  });
});

/** The verdicts of the claims about the landscape with something planted in it. */
function landscapeVerdicts(change: Partial<Landscape>, of: readonly CellAgreement[] = cells): Verdict[] {
  return landscapeClaims({ ...landscape, ...change }, of).map(({ verdict }) => verdict);
}

/** All agree but those at the places. */
function allBut(verdict: Verdict, ...places: readonly number[]): Verdict[] {
  return Array.from({ length: 5 }, (_, k) => (places.includes(k) ? verdict : 'agrees'));
}

suite('landscapeClaims', (test) => {
  test('five claims, all of which agree', () => {
    assert.equal(landscapeVerdicts({}), allBut('agrees'));
    assert.ok(landscapeClaims(landscape, cells).every(({ explanation }) => explanation === undefined));
  });

  test('planted: a certificate that the checker refuses', () => {
    const certificates = lastChanged(landscape.certificates, (each) => ({
      ...each,
      recheck: 'disagrees' as const,
    }));
    assert.equal(landscapeVerdicts({ certificates }), allBut('disagrees', 0));
  });

  test('planted: a lower bound above the listed minimum, and above every trained model', () => {
    const certificates = landscape.certificates.map((each) => ({ ...each, lower: '10', upper: '11' }));
    assert.equal(landscapeVerdicts({ certificates }), allBut('disagrees', 1, 2));
  });

  test('planted: no model was trained where a minimum is certified', () => {
    assert.equal(landscapeVerdicts({}, []), allBut('inconclusive', 2));
  });

  test('planted: a boundary followed elsewhere, under another name, or not at all', () => {
    const planted = (change: (boundary: FollowedBoundary) => FollowedBoundary[]) => ({
      lines: landscape.lines.map((line) => ({
        ...line,
        plain: { ...line.plain, boundaries: line.plain.boundaries.flatMap(change) },
      })),
    });
    assert.equal(
      landscapeVerdicts(planted((each) => [{ ...each, density: each.density * (1 + 2e-9) }])),
      allBut('disagrees', 3),
    );
    assert.equal(
      landscapeVerdicts(planted((each) => [{ ...each, between: ['antipodal', 'x'] }])),
      allBut('disagrees', 3),
    );
    assert.equal(landscapeVerdicts(planted(() => [])), allBut('disagrees', 3));
  });

  test('planted: a heavy search that finds less than the diagram has', () => {
    const checks = landscape.free.checks.map((check) => ({ ...check, least: 1e-12 }));
    assert.equal(landscapeVerdicts({ free: { ...landscape.free, checks } }), allBut('disagrees', 4));
  });
});
