import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

interface Check {
  readonly name: string;
  readonly verdict: string;
  readonly explanation?: string;
}

/** An antipodal pair at p = 1/2 with equal importances: its loss is 1/12. */
writeFileSync(
  join(workFolder, 'pair.json'),
  `{"schema": "antipode/model@1", "features": 2, "hidden": 1, "density": "1/2", "importance": [1, 1],
    "weights": [[1, -1]]}`,
);
const PAIR = ['verify', 'pair.json', '--json'];

function checksOf(document: Record<string, unknown>): readonly Check[] {
  return document['checks'] as readonly Check[];
}

suite('cli verify', (test) => {
  test('known value: every witness agrees that an antipodal pair loses 1/12', async () => {
    const found = await antipode([...PAIR, '--claim', '1/12']);
    const document = documentOf(found);
    assert.is(found.code, 0);
    assert.is(document['schema'], 'antipode/verify@1');
    assert.is(document['verdict'], 'agrees');
    assert.equal(
      checksOf(document).map(({ name }) => name),
      [
        'closed form = recurrence',
        'exact loss = sampled loss',
        'gradient = exact difference quotient',
        'exact loss ≥ global minimum',
        'claimed loss = exact loss',
      ],
    );
  });

  test('a wrong claim exits 3 and says by how much, also a negative one', async () => {
    for (const [claim, words] of [
      ['0.0833', 'the claim is 0.0000333 too low, by 0.04 % of the loss'],
      ['-1/2', 'the claim is 0.583 too low, by 700 % of the loss'],
    ] as const) {
      const found = await antipode([...PAIR, '--claim', claim]);
      assert.is(found.code, 3);
      assert.is(checksOf(documentOf(found)).at(-1)?.explanation, words);
    }
  });

  test('a tolerance given holds: 0.0833 is 1/12 within 1e-4, and not within 1e-5', async () => {
    const claim = [...PAIR, '--claim', '0.0833', '--tolerance'];
    assert.is((await antipode([...claim, '1e-4'])).code, 0);
    assert.is((await antipode([...claim, '1e-5'])).code, 3);
  });

  test('too few samples to tell exit 4', async () => {
    const found = await antipode([...PAIR, '--max-samples', '300']);
    assert.is(found.code, 4);
    assert.is(documentOf(found)['verdict'], 'inconclusive');
  });

  test('without a model, trained models are verified and the minimum may be claimed', async () => {
    const training = [
      'verify',
      '--steps',
      '400',
      '--instances',
      '4',
      '--batch',
      '256',
      '--seed',
      '3',
      '--json',
    ];
    const [plain, claimed] = await Promise.all([
      antipode([...training, '--tolerance', '1e-6', '--claim', '0.022065']),
      antipode([...training, '--claim', '1/45']),
    ]);
    const first = documentOf(plain);
    assert.is.not(first['verdict'], 'disagrees');
    assert.is(checksOf(first)[0]?.name, 'claimed loss = global minimum');
    assert.is(checksOf(first)[0]?.verdict, 'agrees');
    // 1 claim, 4 witnesses and a minimum for each of 4 models, and the best of them.
    assert.is(checksOf(first).length, 1 + 4 * 4 + 4 + 1);
    assert.is(claimed.code, 3);
  });

  test('the text has a line for every check, its verdict first', async () => {
    const { stdout } = await antipode(['verify', 'pair.json', '--claim', '1/3']);
    assert.match(stdout, /^agrees {6}closed form = recurrence/m);
    assert.match(stdout, /^disagrees {3}claimed loss = exact loss +1\/12 +1\/3 /m);
    assert.match(stdout, /\ndisagrees: 4 of 5 checks agree\n$/);
  });
});
