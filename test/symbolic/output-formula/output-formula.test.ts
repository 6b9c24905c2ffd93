import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ONE, rational, ZERO } from '../../../src/support/rational.ts';
import { chamberOrbits } from '../../../src/symbolic/output-formula/chamber-orbits.ts';
import { chamberWalls } from '../../../src/symbolic/output-formula/chamber-walls.ts';
import { enumerateChambers } from '../../../src/symbolic/output-formula/enumerate-chambers.ts';
import { rowSymbols } from '../../../src/symbolic/output-formula/formula-symbols.ts';
import {
  chamberAt,
  type OutputChamber,
  vertexValues,
} from '../../../src/symbolic/output-formula/output-chamber.ts';
import {
  byActiveCount,
  outputFormula,
  vertexForm,
} from '../../../src/symbolic/output-formula/output-formula.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { anyDensity } from '../../support/arbitraries.ts';
import { assertIsLoss, densitiesOf, moved, symbolValues, variable } from '../../support/output-chambers.ts';
import { runs, suite } from '../../support/suite.ts';

const CHAMBERS = [1, 2, 3].flatMap((n) => enumerateChambers(n));
/** The formulas of all chambers of up to three features, for every output, each density a symbol. */
const FORMULAS = CHAMBERS.map((chamber) =>
  chamber.features.map((self) => outputFormula(chamber, self, rowSymbols('each'))),
);

suite('outputFormula', (test) => {
  test('known value: one feature, b < 0 < b + g', () => {
    const [chamber] = enumerateChambers(1).filter(({ signs }) => signs[0] === -1 && signs[1] === 1);
    assert.ok(chamber !== undefined);
    // With u = b + g and z₊ = (gx + b)₊: ∫ z₊² = u³/(3g), ∫ x z₊ = u²(2g − b)/(6g²).
    const expected = 'p/3 - 2*p*(b + g1)^2*(2*g1 - b)/6/g1^2 + p*(b + g1)^3/3/g1';
    const { error } = outputFormula(chamber, 0, rowSymbols());
    assert.is(formatPolynomial(error), formatPolynomial(parsePolynomial(expected)));
  });

  test('law: with every vertex positive nothing is cut off, and the error is a polynomial: E (x − b − Σ g x)²', () => {
    const [chamber] = enumerateChambers(3).filter(({ signs }) => signs.every((sign) => sign === 1));
    assert.ok(chamber !== undefined);
    const mean = (j: number): string => `p${j}/2`;
    const square = (j: number): string => `p${j}/3`;
    const [a, c] = ['(g1 - 1)', 'b'];
    const expected = [
      `${a}^2*${square(1)} + g2^2*${square(2)} + g3^2*${square(3)} + ${c}^2`,
      `2*${c}*(${a}*${mean(1)} + g2*${mean(2)} + g3*${mean(3)})`,
      `2*${a}*${mean(1)}*(g2*${mean(2)} + g3*${mean(3)}) + 2*g2*g3*${mean(2)}*${mean(3)}`,
    ].join(' + ');
    assert.ok(outputFormula(chamber, 0, rowSymbols('each')).error.equals(parsePolynomial(expected)));
  });

  test('law: the formulas of opposite chambers sum to p/3 + the error of the model without ReLU', () => {
    for (const n of [2, 3]) {
      const formulas = new Map(
        FORMULAS.flat()
          .filter(({ chamber, self }) => chamber.features.length === n && self === 0)
          .map((formula) => [formula.chamber.signs.join(), formula.error]),
      );
      const uncut = formulas.get(Array.from({ length: 1 << n }, () => 1).join()) ?? LaurentPolynomial.ZERO;
      const expected = formatPolynomial(uncut.add(parsePolynomial('p1/3')));
      for (const [key, error] of formulas) {
        const opposite = formulas.get(
          key
            .split(',')
            .map((sign) => -Number(sign))
            .join(),
        );
        assert.is(formatPolynomial(error.add(opposite ?? LaurentPolynomial.ZERO)), expected);
      }
    }
  });

  test('law: across a wall the formulas differ by a multiple of a square, so they meet with their slopes', () => {
    // On the wall b = −Σ_{j∈v} g_j.
    const byKey = new Map(
      FORMULAS.flat()
        .filter(({ self }) => self === 0)
        .map((formula) => [formula.chamber.signs.join(), formula]),
    );
    for (const { chamber, error, symbols } of byKey.values()) {
      for (const vertex of chamberWalls(chamber)) {
        if (chamber.signs[vertex] === 1) continue;
        const beyond = chamber.signs.map((sign, v) => (v === vertex ? -sign : sign)).join();
        const neighbour = byKey.get(beyond);
        assert.ok(neighbour !== undefined);
        const step = error.subtract(neighbour.error);
        const wall = variable('b').subtract(vertexForm(chamber, vertex, symbols));
        assert.ok(step.substitute('b', wall).isZero);
        assert.ok(step.derivative('b').substitute('b', wall).isZero);
      }
    }
  });

  test('law: where a g_j vanishes the formula converges to that of the row without feature j', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHAMBERS),
        fc.nat(2),
        densitiesOf(3),
        (chamber, feature, allDensities) => {
          const n = chamber.features.length;
          fc.pre(feature < n);
          const densities = allDensities.slice(0, n);
          const { sample } = chamber;
          const face = { ...sample, row: sample.row.map((entry, j) => (j === feature ? ZERO : entry)) };
          fc.pre(vertexValues(face).every((value) => value.n !== 0n));
          for (const self of chamber.features) {
            const formula = outputFormula(chamberAt(face), self, rowSymbols('each'));
            assert.not(formula.chamber.features.includes(feature));
            assertIsLoss(formula, face, densities);
            const nudge = { row: face.row.map((_, j) => (j === feature ? ONE : ZERO)), bias: ZERO };
            const near = moved(face, nudge, rational(1n, 10n ** 9n));
            const nearby = outputFormula(chamberAt(near), self, rowSymbols('each'));
            const [at, beside] = [
              formula.error.evaluate(symbolValues(face, densities)),
              nearby.error.evaluate(symbolValues(near, densities)),
            ];
            // |∂E/∂g_j| ≤ 2 E |x − x′| ≤ 2 (1 + |b| + Σ |g|) < 10³ at samples, whose entries are at most 3.
            assert.ok(
              at
                .sub(beside)
                .abs()
                .compare(rational(1n, 10n ** 6n)) < 0,
            );
          }
        },
      ),
    );
  });

  test('law: one formula serves the whole orbit: exchanging the other features exchanges the symbols', () => {
    const orbits = chamberOrbits(3, 0);
    const swap = (value: LaurentPolynomial): LaurentPolynomial =>
      [
        ['g2', 't'],
        ['g3', 'g2'],
        ['t', 'g3'],
        ['p2', 't'],
        ['p3', 'p2'],
        ['t', 'p3'],
      ].reduce((result, [from = '', to = '']) => result.substitute(from, variable(to)), value);
    for (const { representative } of orbits.filter(({ size }) => size === 2)) {
      const signs = representative.signs.map(
        (_, v) => representative.signs[(v & 1) | ((v & 2) << 1) | ((v & 4) >> 1)] ?? 1,
      );
      const image: OutputChamber = { ...representative, signs };
      const [own, other] = [representative, image].map(
        (chamber) => outputFormula(chamber, 0, rowSymbols('each')).error,
      );
      assert.ok(own !== undefined && other !== undefined && swap(own).equals(other));
    }
  });

  test('law: one p for all, a symbol each, and numbers are the same formula', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHAMBERS), anyDensity(), (chamber, density) => {
        const common = outputFormula(chamber, 0, rowSymbols());
        const each = chamber.features.reduce(
          (value, j) => value.substitute(`p${j + 1}`, variable('p')),
          outputFormula(chamber, 0, rowSymbols('each')).error,
        );
        assert.ok(each.equals(common.error));
        const numbers = outputFormula(chamber, 0, rowSymbols(chamber.features.map(() => density)));
        assert.ok(common.error.substitute('p', LaurentPolynomial.constant(density)).equals(numbers.error));
      }),
      runs(30),
    );
  });

  test('refusal: a number is missing for a density', () => {
    const [chamber] = enumerateChambers(2);
    assert.ok(chamber !== undefined);
    assert.throws(() => outputFormula(chamber, 0, rowSymbols([ONE])), /a density for feature 2/);
  });
});

suite('byActiveCount', (test) => {
  test('law: weighted with p^k (1 − p)^{n−k} the parts make up the formula', () => {
    for (const chamber of CHAMBERS) {
      const formula = outputFormula(chamber, 0, rowSymbols());
      const off = LaurentPolynomial.ONE.subtract(variable('p'));
      const n = chamber.features.length;
      const sum = byActiveCount(formula).reduce(
        (total, part, k) => total.add(part.multiply(variable('p').power(k)).multiply(off.power(n - k))),
        LaurentPolynomial.ZERO,
      );
      assert.ok(sum.equals(formula.error));
    }
  });
});
