import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { checkpointIn } from '../../src/cli/diagram/checkpoint.ts';
import { suite } from '../support/suite.ts';
import { refusalOf } from './in-process.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

const SMALL = [
  ...'phase --bias free --grid 4x3 --importance-range 0.01,0.04 --check 1 --lines 2 --quiet --out'.split(' '),
];

suite('cli phase', (test) => {
  test('law: the document has axes, diagrams and agreement; the folder has it, a table and figures', async () => {
    const document = documentOf(await antipode([...SMALL, 'small', '--json']));
    assert.is(document['schema'], 'antipode/phase@1');
    assert.equal(document['axes'], { density: [1, 0.1, 0.01, 0.001], importance: [0.01, 0.02, 0.04] });
    const diagrams = document['diagrams'] as Record<string, Record<string, unknown>>;
    assert.equal(Object.keys(diagrams), ['hand-picked', 'family', 'global']);
    assert.equal((diagrams['global']?.['phase'] as string[][] | undefined)?.[3], [
      'antipodal',
      'antipodal',
      'antipodal',
    ]);
    assert.is(diagrams['global']?.['refuted'], 0);
    const boundaries = document['boundaries'] as Record<string, unknown>[];
    assert.equal(
      boundaries.map(({ between, order }) => [between, order]),
      [[['antipodal', 'dropped-last'], 'first']],
    );
    assert.equal(document['boundarySearch'], { status: 'followed', lines: 2 });
    assert.equal(Object.keys(document['agreement'] as object), [
      'hand-picked/family',
      'hand-picked/global',
      'family/global',
    ]);
    const folder = join(workFolder, 'small');
    assert.equal(JSON.parse(readFileSync(join(folder, 'phase.json'), 'utf8')), document);
    const lines = readFileSync(join(folder, 'phase.csv'), 'utf8').trim().split('\n');
    assert.match(lines[0] ?? '', /^density,importance,hand-picked phase,hand-picked loss,.*,w11,w12,b1,b2$/);
    assert.is(lines.length, 13);
    for (const name of ['global.svg', 'global.png', 'hand-picked-against-global.png']) {
      assert.ok(readdirSync(folder).includes(name), name);
    }
    assert.not(existsSync(`${folder}.checkpoint`));
  });

  test('law: killed in the middle, the same command goes on and writes the same bytes', async () => {
    const folder = join(workFolder, 'again');
    const hasStarted = (): boolean =>
      existsSync(`${folder}.checkpoint`) &&
      readdirSync(`${folder}.checkpoint`).some((name) => /^[0-9a-f]+\.json$/.test(name));
    await antipode([...SMALL, 'again'], { killWhen: hasStarted });
    assert.ok(hasStarted(), 'it was killed before it was done');
    assert.is((await antipode([...SMALL, 'again'])).code, 0);
    for (const name of ['phase.json', 'phase.csv', 'global.svg']) {
      const [one, other] = ['small', 'again'].map((place) => readFileSync(join(workFolder, place, name)));
      assert.ok(one !== undefined && other !== undefined && one.equals(other), name);
    }
  });

  test('known value: one axis where importances are uniform, and phases for people', async () => {
    const { code, stdout } = await antipode([
      ...[
        'phase',
        '--grid',
        '3',
        '--importance-range',
        '1,1',
        '--kinds',
        'global',
        '--density-range',
        '0.1,0.9',
        '--quiet',
      ],
    ]);
    assert.is(code, 0);
    assert.match(stdout, /^phases {3}n = 2, m = 1, bias none, relu\n/);
    assert.match(stdout, /global {3}all minima enumerated\n *67 % {3}antipodal\n *33 % {3}confused/);
    assert.match(stdout, /checked {3}heavy searches at 12 points found nothing lower/);
  });

  test('refusals: kinds, activations and grids that do not exist', async () => {
    for (const [args, message] of [
      [['--kinds', 'best'], /Expected some of hand-picked, family, trained, global/],
      [['--activation', 'gelu', '--features', '3'], /gelu is served for --features 2/],
      [['--features', '5', '--hidden', '2', '--kinds', 'hand-picked'], /published for relu/],
      [['--grid', '1'], /Expected a number from 2 to 2000/],
      [['--density-range', '0.5,2'], /densities up to 1/],
    ] as const) {
      const refused = await refusalOf(['phase', ...args]);
      assert.is(refused.code, 2);
      assert.match(refused.message, message);
    }
  });
});

suite('checkpointIn', (test) => {
  test('law: what was written is read, another task is unknown, a changed file counts for nothing', async () => {
    const folder = join(workFolder, 'kept');
    const checkpoint = checkpointIn(folder);
    assert.is(await checkpoint.read('task'), undefined);
    await checkpoint.write('task', '[1.5]');
    assert.is(await checkpoint.read('task'), '[1.5]');
    assert.is(await checkpoint.read('task '), undefined);
    const [name = ''] = readdirSync(folder);
    writeFileSync(join(folder, name), readFileSync(join(folder, name), 'utf8').replace('1.5', '1.6'));
    assert.is(await checkpoint.read('task'), undefined);
    await checkpoint.remove();
    assert.not(existsSync(folder));
  });
});
