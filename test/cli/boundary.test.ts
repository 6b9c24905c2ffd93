import * as assert from 'uvu/assert';
import { decimalAbove, decimalBelow } from '../../src/cli/commands/boundary/decimal-bounds.ts';
import { parseRational } from '../../src/support/rational.ts';
import { suite } from '../support/suite.ts';
import { inProcess as antipode, refusalOf } from './in-process.ts';
import { documentOf } from './program-under-test.ts';

suite('cli boundary', (test) => {
  test('known value: at equal importances one quadratic number', async () => {
    const document = documentOf(
      await antipode(['boundary', '--importance', '1,1', '--json', '--digits', '12']),
    );
    assert.is(document['schema'], 'antipode/boundary@1');
    assert.is(document['status'], 'found');
    assert.equal(document['between'], ['antipodal', 'confused']);
    assert.equal(document['importance'], [1, 1]);
    assert.is(document['order'], 'first');
    const density = document['density'] as Record<string, unknown>;
    assert.equal(density['minimalPolynomial'], ['32', '-80', '43']);
    assert.is(density['radicals'], '(40 - 4*sqrt(14))/43');
    assert.equal(density['decimals'], ['0.582171405881', '0.582171405882']);
    assert.equal((document['published'] as Record<string, unknown>)['value'], '4/7');
  });

  test('known value: for people, in radicals, with the published value beside it', async () => {
    const { code, stdout, stderr } = await antipode(['boundary']);
    assert.is(code, 0);
    assert.match(stdout, /^antipodal \| confused {3}p = \(40 - 4\*sqrt\(14\)\)\/43\n/);
    assert.match(stdout, /published +p = 4\/7 = 0\.571429, off by -0\.0107428/);
    assert.match(stderr, /^seed 20220914, unused/);
  });

  test('law: asked by name where the branch has another one, the tie is found and both names are in the document', async () => {
    const document = documentOf(
      await antipode(['boundary', '--importance', '1,1/10', '--between', 'antipodal,confused', '--json']),
    );
    assert.equal(document['between'], ['antipodal', 'dropped-last']);
    assert.equal(document['asked'], { importance: [1, '1/10'], between: ['antipodal', 'confused'] });
    assert.ok(Math.abs((document['density'] as { value: number }).value - 0.20963329142782) < 1e-13);
  });

  test('law: what does not exist is an answer, with exit code 0', async () => {
    const finished = await antipode([
      'boundary',
      '--density',
      '1',
      '--between',
      'antipodal,confused',
      '--json',
    ]);
    assert.is(finished.code, 0);
    const document = documentOf(finished);
    assert.is(document['status'], 'none-exists');
    assert.is((document['boundaries'] as unknown[]).length, 2);
    assert.is(document['density'], undefined);
  });

  test('known value: with biases, searched for: rounded, with sides, limits and the range', async () => {
    const document = documentOf(
      await antipode('boundary --bias free --importance 1,1/2 --range 0.45:0.52 --json'.split(' ')),
    );
    assert.is(document['status'], 'found');
    assert.equal(document['between'], ['antipodal', 'dropped-last']);
    const density = document['density'] as { readonly trust: string; readonly value: number };
    assert.is(density.trust, 'rounded');
    assert.ok(Math.abs(density.value - 0.4845879261106) < 1e-11, `${density.value}`);
    assert.is(document['order'], 'first');
    const [, dropped] = document['sides'] as { readonly weights: number[][]; readonly bias: number[] }[];
    // The dropped phase is W = (1, 0), b = (0, p/2).
    assert.ok(Math.abs((dropped?.weights[0]?.[1] ?? 1) / (dropped?.bias[1] ?? 1)) < 1e-9);
    assert.ok(Math.abs((dropped?.bias[1] ?? 0) - density.value / 2) < 1e-9);
    const limits = document['stabilityLimits'] as {
      readonly cause: string;
      readonly density: { value: number };
    }[];
    assert.ok(
      limits.some(
        ({ cause, density: { value } }) => cause === 'fold' && Math.abs(value - 0.5053131638) < 1e-9,
      ),
    );
  });

  for (const [args, message] of [
    ['--importance 1,0', /expected R > 0, found 0/],
    ['--importance 2,1', /expected 1,R/],
    ['--importance 1', /expected 1,R/],
    ['--density 0', /expected a density in \(0, 1\], found 0/],
    ['--density 1/2 --importance 1,1', /give one of them/],
    ['--between antipodal,pentagon', /expected two different phases of antipodal, confused/],
    ['--between antipodal,antipodal', /two different phases/],
    ['--activation gelu', /relu alone, found gelu/],
    ['--range 0.1:0.9', /solved over the whole line/],
    ['--bias free --range 0.9:0.1', /expected two rising numbers above 0, at most 1, found 9\/10:1\/10/],
    ['--features 3 --importance 1,1', /expected 3 numbers above 0, one per feature, found 1,1/],
    ['--digits 0', /Expected an integer from 1 to 1000/],
  ] as const) {
    test(`refusal: ${args}`, async () => {
      const refused = await refusalOf(['boundary', ...args.split(' ')]);
      assert.is(refused.code, 2);
      assert.match(refused.message, message);
    });
  }

  test('law: decimals are rounded outwards', () => {
    for (const [value, below, above] of [
      ['1/3', '0.333', '0.334'],
      ['-1/3', '-0.334', '-0.333'],
      ['-1/10000', '-0.001', '0.000'],
      ['5/2', '2.500', '2.500'],
      ['-5/2', '-2.500', '-2.500'],
    ] as const) {
      assert.equal(
        [decimalBelow(parseRational(value), 3), decimalAbove(parseRational(value), 3)],
        [below, above],
      );
    }
  });
});
