import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { inProcess, refusalOf } from './in-process.ts';
import { documentOf, workFolder } from './program-under-test.ts';

interface Point {
  readonly kind: string;
  readonly index: number;
  readonly loss: { readonly trust: string; readonly exact: string; readonly value: number };
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly phase: string;
  readonly orbit: number;
  readonly joins?: readonly number[];
  readonly basin?: Readonly<Record<string, { readonly count: number }>>;
}

suite('cli minima', (test) => {
  test('known value: the pair without bias, with saddles, the barrier and basins', async () => {
    const args = [
      'minima',
      '--density',
      '0.3',
      '--importance',
      '1,1',
      '--saddles',
      '--basins',
      '6',
      '--json',
    ];
    const finished = await inProcess(args);
    assert.is(finished.code, 0, finished.stderr);
    assert.match(finished.stderr, 'seed 20220914');
    const document = documentOf(finished);
    assert.is(document['schema'], 'antipode/minima@1');
    assert.equal(document['parameters'], {
      features: 2,
      hidden: 1,
      density: ['3/10', '3/10'],
      importance: ['1', '1'],
      bias: 'none',
      activation: 'relu',
    });
    const points = document['criticalPoints'] as Point[];
    assert.equal(
      points.map(({ kind, index, phase, orbit }) => [kind, index, phase, orbit]),
      [
        ['minimum', 0, 'antipodal', 2],
        ['minimum', 0, 'confused', 2],
        ['saddle', 1, 'dropped-last', 4],
        ['maximum', 2, 'dropped-all', 1],
      ],
    );
    assert.ok(Math.abs((points[2]?.loss.value ?? 0) - 0.1) < 1e-16);
    // W = 0 is exact in doubles: 2p/3.
    assert.equal(points[3]?.loss, { trust: 'exact', exact: '1/5', value: 0.2 });
    assert.equal(points[2]?.joins, [0, 1]);
    const [barrier] = document['barriers'] as { between: number[]; saddles: number[]; loss: number }[];
    assert.equal([barrier?.between, barrier?.saddles], [[0, 1], [2]]);
    assert.ok(Math.abs((barrier?.loss ?? 0) - 0.1) < 1e-15);
    const { minima, indexSum } = document['search'] as { minima: string; indexSum: unknown };
    assert.is(minima, 'complete');
    assert.equal(indexSum, { status: 'balanced', sum: 1 });
    const counts = points.map(({ basin }) => basin?.['gradientFlow']?.count ?? 0);
    assert.is(
      counts.reduce((sum, count) => sum + count, 0),
      6,
    );
    const { loss, phase } = document['global'] as Point;
    assert.is(phase, 'antipodal');
    const { status, lower, upper } = document['certificate'] as {
      status: string;
      lower: number;
      upper: number;
    };
    assert.is(status, 'not-certified');
    assert.is(lower, 0);
    assert.ok(upper >= loss.value && upper <= loss.value * (1 + 1e-15));
  });

  test('known value: three features in two dimensions with biases, as a text', async () => {
    const { code, stdout } = await inProcess([
      'minima',
      '--features',
      '3',
      '--hidden',
      '2',
      '--density',
      '0.1',
      '--bias',
      'free',
      '--patience',
      '3',
    ]);
    assert.is(code, 0);
    assert.match(stdout, /1 +minimum +0\.00331948399 +digon ⊥ singleton +6/);
    assert.match(stdout, /2 +minimum +0\.003747597383 +triangle +2/);
    assert.match(stdout, 'A search, not a proof');
    assert.match(stdout, 'The global minimum is not certified (--certify).');
  });

  test('law: followed along a path: document, table and picture of one survey', async () => {
    const args =
      'minima --along density=0.5:0.7 --importance 1,1 --table branches.csv --figure branches.svg --json';
    const finished = await inProcess(args.split(' '));
    assert.is(finished.code, 0, finished.stderr);
    const document = documentOf(finished);
    assert.is(document['schema'], 'antipode/branches@1');
    const branches = document['branches'] as {
      readonly points: { readonly phase: string; readonly kind: string }[];
    }[];
    assert.equal(
      branches.map(({ points }) => `${points[0]?.kind} ${points[0]?.phase}`),
      ['minimum antipodal', 'minimum confused'],
    );
    const events = document['events'] as {
      readonly event: string;
      readonly density: number;
      readonly branches: number[];
    }[];
    assert.is(events.length, 1);
    assert.is(events[0]?.event, 'tie');
    assert.equal(events[0]?.branches, [0, 1]);
    assert.ok(Math.abs((events[0]?.density ?? 0) - (40 - 4 * Math.sqrt(14)) / 43) < 1e-12);
    const [head, ...rows] = readFileSync(join(workFolder, 'branches.csv'), 'utf8').trim().split('\n');
    assert.is(head, 'branch,density,importance,loss,kind,index,phase,w_1_1,w_1_2');
    assert.is(
      rows.length,
      branches.reduce((sum, { points }) => sum + points.length, 0),
    );
    assert.match(
      readFileSync(join(workFolder, 'branches.svg'), 'utf8'),
      /^<svg[\s\S]*loss above the lowest minimum/,
    );
  });

  for (const [args, message] of [
    ['--features 9 --density 0.1', /at most 8/],
    ['--saddle', /--saddles/],
    ['--density 0', /a feature that is ever active/],
    ['--along density=0.2', /density=FROM:TO/],
    ['--along density=0.2:1.2', /expected densities in \(0, 1\], found 6\/5/],
    ['--along density=0.2:0.9 --certify', /for one point of parameters/],
    ['--figure picture.svg', /belong to --along/],
    ['--along density=0.2:0.9 --figure picture.pdf', /ending in \.svg or \.png/],
    ['--gap 1e-3', /--gap: belongs to --certify/],
    ['--certify --gap 0', /a number above 0 and below 1/],
    ['--certify --gap 1', /a number above 0 and below 1/],
    ['--certify --density 0.1,0', /not below 1e-9/],
    ['--certify --features 7 --density 0.1', /2 to 6 features/],
    ['--certify --importance-range 0.1..0.2', /belongs to --density-range/],
    ['--certify --density-range 0.2..0.1', /the smaller number first/],
    ['--certify --density-range 0..0.1', /above 0, up to 1/],
    ['--certify --density-range 0.1..0.2 --gap 1e-3', /cannot be used with option '--gap/],
    ['--certify --density-range 0.1..0.2 --workers 1', /cannot be used with option '--workers/],
    ['--certify --density-range 0.1..0.2 --along density=0.1:0.2', /cannot be used with option '--along/],
    ['--certify --density-range 0.1..0.2 --bias free', /--features 2 --hidden 1 --bias none/],
  ] as const) {
    test(`refusal: ${args}`, async () => {
      const { code, message: found } = await refusalOf(['minima', ...args.split(' ')]);
      assert.is(code, 2, found);
      assert.match(found, message);
    });
  }
});
