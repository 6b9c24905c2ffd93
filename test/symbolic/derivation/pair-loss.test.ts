import * as assert from 'uvu/assert';
import { type ChamberLoss, derivePairLoss } from '../../../src/symbolic/derivation/pair-loss.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { exponentOf, LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { suite } from '../../support/suite.ts';

const CHAMBERS = derivePairLoss();

function lossIn(name: string): LaurentPolynomial {
  const found = CHAMBERS.find(({ chamber }) => chamber.name === name);
  if (found === undefined) throw new Error(`no chamber ${name}`);
  return found.loss;
}

function assertEqual(actual: LaurentPolynomial, expected: LaurentPolynomial): void {
  assert.ok(actual.equals(expected), `${formatPolynomial(actual)} ≠ ${formatPolynomial(expected)}`);
}

/** The three walls: the neighbours, and the substitution that puts a formula on the wall. */
const WALLS: readonly { name: string; sides: readonly [string, string]; variable: string; value: string }[] =
  [
    { name: 'w2 = 0', sides: ['same-sign', 'opposite-first-longer'], variable: 'w2', value: '0' },
    { name: 'w1 = 0', sides: ['same-sign', 'opposite-last-longer'], variable: 'w1', value: '0' },
    {
      name: 'w1 + w2 = 0',
      sides: ['opposite-first-longer', 'opposite-last-longer'],
      variable: 'w2',
      value: '-w1',
    },
  ];

function jump(
  wall: (typeof WALLS)[number],
  of: (loss: LaurentPolynomial) => LaurentPolynomial,
): LaurentPolynomial {
  const [left, right] = wall.sides.map((side) =>
    of(lossIn(side)).substitute(wall.variable, parsePolynomial(wall.value)),
  );
  assert.ok(left !== undefined && right !== undefined);
  return left.subtract(right);
}

/** The value of L in one chamber for weights that are polynomials themselves. */
function at(name: string, first: string, last: string): LaurentPolynomial {
  return lossIn(name).substitute('w1', parsePolynomial(first)).substitute('w2', parsePolynomial(last));
}

suite('derivePairLoss', (test) => {
  test('known value: the ideal antipodal pair loses (1 + r) p² / 6 by either formula of its wall', () => {
    for (const name of ['opposite-first-longer', 'opposite-last-longer']) {
      assertEqual(at(name, '1', '-1'), parsePolynomial('(1 + r)*p^2/6'));
    }
  });

  test('known value: one feature alone loses the other: r p/3, p/3', () => {
    assertEqual(at('same-sign', '1', '0'), parsePolynomial('r*p/3'));
    assertEqual(at('same-sign', '0', '1'), parsePolynomial('p/3'));
    assertEqual(at('same-sign', '0', '0'), parsePolynomial('(1 + r)*p/3'));
  });

  test('known value: the same-sign formula is that of the linear model', () => {
    // No ReLU acts where all weights have one sign: E (x_i − w_i (w·x))² from E x_i² = p/3 and E x₁x₂ = p²/4.
    const square = 'p/3*(w1^2 + w2^2) + p^2/2*w1*w2';
    const output = (own: string, other: string): string =>
      `(p/3 - 2*${own}*(${own}*p/3 + ${other}*p^2/4) + ${own}^2*(${square}))`;
    assertEqual(lossIn('same-sign'), parsePolynomial(`${output('w1', 'w2')} + r*${output('w2', 'w1')}`));
  });

  test('law: the given sets of active features are weighted with probabilities that add up to 1', () => {
    for (const { steps } of CHAMBERS) {
      const sum = steps.reduce(
        (total, { activeSet }) => total.add(activeSet.probability),
        LaurentPolynomial.ZERO,
      );
      assertEqual(sum, LaurentPolynomial.ONE);
    }
  });

  test('law: every step adds up: error = target − 2 cross + square, conditional loss, loss', () => {
    for (const { steps, loss } of CHAMBERS) assertStepsAddUp(steps, loss);
  });

  test('law: neighbouring formulas agree on their common wall', () => {
    for (const wall of WALLS)
      assertEqual(
        jump(wall, (loss) => loss),
        LaurentPolynomial.ZERO,
      );
  });

  test('law: across w1 + w2 = 0 the first and second derivatives agree too, the third do not', () => {
    const [, , wall] = WALLS;
    assert.ok(wall !== undefined);
    const names = ['w1', 'w2'];
    for (const i of names) {
      assertEqual(
        jump(wall, (loss) => loss.derivative(i)),
        LaurentPolynomial.ZERO,
      );
      for (const j of names) {
        assertEqual(
          jump(wall, (loss) => loss.derivative(i).derivative(j)),
          LaurentPolynomial.ZERO,
        );
      }
    }
    assert.not.ok(jump(wall, (loss) => loss.derivative('w2').derivative('w2').derivative('w2')).isZero);
  });

  test('law: across w2 = 0 the slope falls by r p² w1 / 2, across w1 = 0 by p² w2 / 2: concave kinks', () => {
    const [last, first] = WALLS;
    assert.ok(last !== undefined && first !== undefined);
    assertEqual(
      jump(last, (loss) => loss.derivative('w2')),
      parsePolynomial('-r*p^2*w1/2'),
    );
    assertEqual(
      jump(last, (loss) => loss.derivative('w1')),
      LaurentPolynomial.ZERO,
    );
    assertEqual(
      jump(first, (loss) => loss.derivative('w1')),
      parsePolynomial('-p^2*w2/2'),
    );
    assertEqual(
      jump(first, (loss) => loss.derivative('w2')),
      LaurentPolynomial.ZERO,
    );
  });

  test('law: exchanging the features turns L(r) into r L(1/r)', () => {
    const exchange = (loss: LaurentPolynomial): LaurentPolynomial =>
      loss
        .substitute('w1', parsePolynomial('t'))
        .substitute('w2', parsePolynomial('w1'))
        .substitute('t', parsePolynomial('w2'))
        .substitute('r', parsePolynomial('1/r'))
        .multiply(parsePolynomial('r'));
    assertEqual(exchange(lossIn('same-sign')), lossIn('same-sign'));
    assertEqual(exchange(lossIn('opposite-first-longer')), lossIn('opposite-last-longer'));
  });

  test('law: W → −W changes no formula', () => {
    for (const { loss } of CHAMBERS) {
      const mirrored = loss.substitute('w1', parsePolynomial('-w1')).substitute('w2', parsePolynomial('-w2'));
      assertEqual(mirrored, loss);
    }
  });

  test('law: only degrees 0, 2 and 4 in the weights, at most 2 in p and 1 in r', () => {
    for (const { monomial } of CHAMBERS.flatMap(({ loss }) => loss.terms)) {
      assert.ok([0, 2, 4].includes(exponentOf(monomial, 'w1') + exponentOf(monomial, 'w2')));
      assert.ok([1, 2].includes(exponentOf(monomial, 'p')) && [0, 1].includes(exponentOf(monomial, 'r')));
    }
  });

  test('law: only the weight of the longer leg is ever divided by', () => {
    const divided = (loss: LaurentPolynomial): string[] => [
      ...new Set(
        loss.terms.flatMap(({ monomial }) =>
          monomial.filter(({ exponent }) => exponent < 0).map(({ variable }) => variable),
        ),
      ),
    ];
    assert.equal(divided(lossIn('same-sign')), []);
    assert.equal(divided(lossIn('opposite-first-longer')), ['w1']);
    assert.equal(divided(lossIn('opposite-last-longer')), ['w2']);
  });
});

function assertStepsAddUp(steps: ChamberLoss['steps'], loss: LaurentPolynomial): void {
  let total = LaurentPolynomial.ZERO;
  for (const { activeSet, outputs, conditionalLoss } of steps) {
    let conditional = LaurentPolynomial.ZERO;
    for (const { output, target, cross, square, error } of outputs) {
      assertEqual(error, target.subtract(cross.scale(parsePolynomial('2').evaluate(new Map()))).add(square));
      conditional = conditional.add(error.multiply(parsePolynomial(output === 1 ? '1' : 'r')));
    }
    assertEqual(conditionalLoss, conditional);
    total = total.add(activeSet.probability.multiply(conditional));
  }
  assertEqual(loss, total);
}
