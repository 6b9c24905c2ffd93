import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatModelFile } from '../../src/model/file/format-model-file.ts';
import { exactQuantity } from '../../src/model/quantity.ts';
import { toFloatModel } from '../../src/model/toy-model.ts';
import { lossAndGradientOf } from '../../src/numeric/population-loss/loss-and-gradient-of.ts';
import { formatRational, parseRational } from '../../src/support/rational.ts';
import { exactGradient } from '../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { anyToyModel } from '../support/arbitraries.ts';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

const PAIR = (density: string): string =>
  `{"schema": "antipode/model@1", "features": 2, "hidden": 1, "density": ${density}, "importance": [1, "1/5"],
    "weights": [[1, -1]]}`;

suite('cli loss', (test) => {
  test('known value: an antipodal pair, (1 + r) p² / 6, however its density is written', async () => {
    for (const density of ['0.3', '"3/10"', '3e-1']) {
      const document = documentOf(await antipode(['loss', '-', '--json'], { input: PAIR(density) }));
      assert.is(document['schema'], 'antipode/loss@1');
      assert.is(document['normalisation'], 'sum');
      assert.equal(document['loss'], { trust: 'exact', exact: '9/500', value: 0.018 });
      assert.equal(document['perFeature'], [
        { trust: 'exact', exact: '3/200', value: 0.015 },
        { trust: 'exact', exact: '3/1000', value: 0.003 },
      ]);
      assert.equal(document['kinks'], []);
    }
  });

  test('law: the document holds the closed form, the recurrence’s gradient, and nothing that is not a number', async () => {
    const models = fc.sample(anyToyModel({ maxFeatures: 3 }), { numRuns: 4, seed: 1 });
    await Promise.all(
      models.map(async (model) => {
        const found = documentOf(await antipode(['loss', '-', '--json'], { input: formatModelFile(model) }));
        const { loss, perFeature } = expectedLoss(model);
        assert.equal(found['loss'], { ...exactQuantity(loss) });
        assert.equal(
          found['perFeature'],
          perFeature.map((term) => ({ ...exactQuantity(term) })),
        );
        const { gradient } = lossAndGradientOf(toFloatModel(model));
        const { weights, bias, trust } = found['gradient'] as {
          weights: number[][];
          bias: number[];
          trust: string;
        };
        // JSON has no −0, so compare as numbers, not as bits.
        assert.is(weights.length, model.hiddenDimension);
        assert.ok(weights.flat().every((value, index) => value === gradient.weights[index]));
        assert.ok(bias.every((value, index) => value === gradient.bias[index]));
        assert.is(trust, 'rounded');
        const slopes = exactGradient(model);
        const exactly = found['gradientExact'] as { weights: string[][]; bias: string[] };
        assert.equal(
          exactly.weights,
          slopes.weights.map((row) => row.map(formatRational)),
        );
        assert.equal(exactly.bias, slopes.bias.map(formatRational));
      }),
    );
  });

  test('the text says how far each figure is to be trusted, plainly when it is piped', async () => {
    const { stdout, stderr, code } = await antipode(['loss', '-'], { input: PAIR('0.5') });
    assert.is(code, 0);
    assert.match(stdout, /^expected loss {3}1\/20 {2}= 0\.05\n/);
    assert.match(stdout, /exact/);
    assert.match(stdout, /rounded to double precision/);
    assert.match(stdout, /sum over features/);
    assert.not.ok(stdout.includes('\u001b'));
    assert.match(stderr, /^seed \d+/);
  });

  test('--quiet silences stderr, and --out holds the document that --json prints', async () => {
    writeFileSync(join(workFolder, 'pair.json'), PAIR('0.5'));
    const found = await antipode(['loss', 'pair.json', '--json', '--quiet', '--out', 'loss.json']);
    assert.is(found.stderr, '');
    assert.is(await readFile(join(workFolder, 'loss.json'), 'utf8'), found.stdout);
  });

  test('a dropped feature is reported as a kink', async () => {
    const input = PAIR('0.5').replace('[1, -1]', '[1, 0]');
    const document = documentOf(await antipode(['loss', '-', '--json'], { input }));
    assert.equal(document['kinks'], [1]);
    // From above −I p E x₁ = −r p²/2 by the weight and −I p by the bias.
    assert.equal(document['gradientExact'], {
      weights: [['0', '0']],
      bias: ['0', '0'],
      kinks: [
        { feature: 1, weights: [{ below: '0', above: '-1/40' }], bias: { below: '0', above: '-1/10' } },
      ],
    });
    const { stdout } = await antipode(['loss', '-'], { input });
    assert.match(stdout, /Feature 2 is dropped.* As b rises from 0, ∂L\/∂b = -1\/10\./);
  });

  test('known value: six features that see nothing lose p/3 − p b + b² each', async () => {
    const p = parseRational('1/3');
    const b = parseRational('1/7');
    const zeros = JSON.stringify([Array.from({ length: 6 }, () => 0)]);
    const lists = {
      importance: Array.from({ length: 6 }, () => 1),
      bias: Array.from({ length: 6 }, () => '1/7'),
    };
    const input = `{"schema": "antipode/model@1", "features": 6, "hidden": 1, "density": "1/3", "weights": ${zeros},
      "importance": ${JSON.stringify(lists.importance)}, "bias": ${JSON.stringify(lists.bias)}}`;
    const each = p.div(3).sub(p.mul(b)).add(b.mul(b));
    const found = documentOf(await antipode(['loss', '-', '--json'], { input }));
    assert.is((found['loss'] as { exact: string }).exact, formatRational(each.mul(6)));
  });
});
