import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { LINEAR, parseActivation, piecewiseLinear, RELU } from '../../src/model/activation.ts';
import { DomainError } from '../../src/support/errors.ts';
import { formatRational, ONE, type Rational, ZERO } from '../../src/support/rational.ts';
import { smallRational } from '../support/arbitraries.ts';
import { suite } from '../support/suite.ts';

/** φ(z) as the pieces say it. */
function apply(name: string, z: Rational): Rational {
  const activation = parseActivation(name);
  assert.ok(activation.kind === 'piecewise-linear');
  const right = activation.breakpoints.filter((point) => point.compare(z) < 0).length;
  const piece = activation.pieces[right];
  assert.ok(piece !== undefined);
  return piece.slope.mul(z).add(piece.intercept);
}

const max = (a: Rational, b: Rational): Rational => (a.compare(b) >= 0 ? a : b);
const min = (a: Rational, b: Rational): Rational => (a.compare(b) <= 0 ? a : b);

suite('parseActivation', (test) => {
  test('law: every piecewise linear activation is the function of its name', () => {
    fc.assert(
      fc.property(smallRational(), smallRational(), (z, parameter) => {
        const is = (name: string, value: Rational): void =>
          assert.is(formatRational(apply(name, z)), formatRational(value), name);
        const positive = parameter.abs().add(1);
        is('relu', max(z, ZERO));
        is('linear', z);
        is('abs', z.abs());
        is('hard-tanh', max(min(z, ONE), ONE.neg()));
        is(`leaky-relu:${formatRational(parameter)}`, z.n > 0n && z.s > 0n ? z : z.mul(parameter));
        is(`clipped-relu:${formatRational(positive)}`, max(min(z, positive), ZERO));
        is(`jump-relu:${formatRational(parameter.abs())}`, z.compare(parameter.abs()) > 0 ? z : ZERO);
      }),
    );
  });

  test('law: the name of an activation is read back as the same one', () => {
    for (const name of [
      'relu',
      'leaky-relu:1/10',
      'leaky-relu:-2',
      'clipped-relu:6',
      'jump-relu:0',
      'gelu',
    ]) {
      assert.is(parseActivation(name).name, name);
    }
    assert.is(parseActivation('leaky-relu:0.01').name, 'leaky-relu:1/100');
    assert.is(parseActivation('relu'), RELU);
    assert.is(parseActivation('linear'), LINEAR);
  });

  const refusals: readonly (readonly [string, RegExp])[] = [
    ['swish', /one of relu, linear, .*, found "swish"/],
    ['relu:1', /relu without a parameter/],
    ['gelu:1', /gelu without a parameter/],
    ['leaky-relu', /leaky-relu with one rational parameter, as in leaky-relu:1\/10/],
    ['leaky-relu:NaN', /a rational number/],
    ['leaky-relu:1:2', /one rational parameter/],
    ['clipped-relu:0', /a ceiling > 0/],
    ['jump-relu:-1', /a threshold ≥ 0/],
    ['', /one of relu/],
    ['__proto__', /one of relu/],
  ];
  for (const [text, message] of refusals) {
    test(`refusal: ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => parseActivation(text),
        (error: unknown) => error instanceof DomainError && message.test(error.message),
      ));
  }

  test('refusal: pieces that do not fit their breakpoints', () => {
    const piece = { slope: ONE, intercept: ZERO };
    const message = (act: () => unknown) =>
      assert.throws(act, (error: unknown) => error instanceof DomainError);
    message(() => piecewiseLinear('own', [ZERO], [piece]));
    message(() => piecewiseLinear('own', [ONE, ZERO], [piece, piece, piece]));
    message(() => piecewiseLinear('own', [ONE, ONE], [piece, piece, piece]));
  });
});
