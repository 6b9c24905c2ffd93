import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { task } from '../../src/model/toy-model.ts';
import { parseValueLaw, SIGNED, UNIFORM, type ValueLaw, valueMoment } from '../../src/model/value-law.ts';
import { formatRational, ONE, type Rational, toNumber, ZERO } from '../../src/support/rational.ts';
import { fillWords, streamKey } from '../../src/support/threefry.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { type CellLoss, lossByCells } from '../../src/symbolic/two-layer/loss-by-cells.ts';
import { type Network, networkOf } from '../../src/symbolic/two-layer/network.ts';
import { showModel } from '../support/arbitraries.ts';
import { anyModel } from '../support/expected-loss-laws.ts';
import { piecewiseLinearNamed } from '../support/settings.ts';
import { runs, suite } from '../support/suite.ts';
import { type Line, lossBySweep, openRule, wallsOf } from '../support/sweep-quadrature.ts';
import { anyNetwork, showNetwork } from '../support/two-layer-networks.ts';

function assertTerms({ exact, perFeature }: CellLoss, expected: readonly Rational[], witness: string): void {
  assert.ok(exact, `not exact at\n${witness}`);
  perFeature.forEach(({ lower }, i) => {
    const other = expected[i] ?? ZERO;
    assert.ok(
      lower.equals(other),
      `${formatRational(lower)} ≠ ${formatRational(other)}, output ${i} of\n${witness}`,
    );
  });
}

/** E x_j x_k, the features being active as the activity says. */
function secondMoment({ inputs, activity }: Network, j: number, k: number): Rational {
  const probability = activity.blocks.reduce((product, { features, probabilities }) => {
    const wanted = features.reduce((bits, i, t) => (i === j || i === k ? bits | (1 << t) : bits), 0);
    return product.mul(
      probabilities.reduce((sum, p, set) => ((set & wanted) === wanted ? sum.add(p) : sum), ZERO),
    );
  }, ONE);
  const law = (i: number, power: number): Rational => {
    const own = inputs[i];
    return own === undefined ? ZERO : valueMoment(own, power);
  };
  return probability.mul(j === k ? law(j, 2) : law(j, 1).mul(law(k, 1)));
}

suite('agreement: two-layer losses', (test) => {
  test('law: one-layer models of at most 3 features have the loss of the closed form', () => {
    fc.assert(
      fc.property(anyModel({ minFeatures: 1, maxFeatures: 3 }), (model) => {
        assertTerms(lossByCells(networkOf(model)), expectedLoss(model).perFeature, showModel(model));
      }),
      runs(60),
    );
  });

  test('law: one feature: every activation, law, activity and target agree with the sweep', () => {
    fc.assert(
      fc.property(anyNetwork({ features: 1, hidden: 3 }), (network) => {
        assertTerms(lossByCells(network), lossBySweep(network), showNetwork(network));
      }),
      runs(100),
    );
  });

  test('law: two features: every activation, law, activity and target agree with the sweep', () => {
    fc.assert(
      fc.property(anyNetwork({ features: 2, hidden: 2 }), (network) => {
        assertTerms(lossByCells(network), lossBySweep(network), showNetwork(network));
      }),
      runs(25),
    );
  });

  test('law: three features, linear: the loss is that of the second moments', () => {
    const linear = anyNetwork({
      features: 3,
      hidden: 3,
      activations: fc.constant(piecewiseLinearNamed('linear')),
    }).map((network) => ({
      ...network,
      target: 'identity' as const,
      hiddenBias: network.hiddenBias.map(() => ZERO),
      bias: network.bias.map(() => ZERO),
    }));
    fc.assert(
      fc.property(linear, (network) => {
        const expected = network.outputWeights.map((row, i) => {
          const error = network.densities.map((_, j) =>
            row.reduce(
              (sum, weight, h) => sum.sub(weight.mul(network.inputWeights[h]?.[j] ?? ZERO)),
              i === j ? ONE : ZERO,
            ),
          );
          const mean = error.reduce(
            (sum, a, j) =>
              error.reduce((total, b, k) => total.add(a.mul(b).mul(secondMoment(network, j, k))), sum),
            ZERO,
          );
          return mean.mul(network.importances[i] ?? ZERO);
        });
        assertTerms(lossByCells(network), expected, showNetwork(network));
      }),
      runs(20),
    );
  });

  test('law: three features: a box is the integral of its slices, which are boxes of two features', () => {
    const single = anyNetwork({
      features: 3,
      hidden: 2,
      law: fc.constantFrom(UNIFORM, SIGNED),
      activations: fc.constantFrom(...['relu', 'abs'].map(piecewiseLinearNamed)),
    }).map((network) => ({
      ...network,
      ...task([ONE, ONE, ONE], [ONE, ZERO, ZERO], { inputs: network.inputs }),
    }));
    fc.assert(
      fc.property(single, (network) => {
        const [first, second, third] = network.inputs;
        if (first === undefined || second === undefined || third === undefined) return;
        const sliced = { ...network, inputs: [first, second, slicesOf(network, third)] };
        const expected = lossByCells(sliced).perFeature.map(({ lower }) => lower);
        assertTerms(lossByCells(network), expected, showNetwork(network));
      }),
      runs(4),
    );
  });

  test('law: three features: the mean of samples is as close to the loss as Hoeffding promises', () => {
    // Both t and y lie in [−1, 1], so squared errors lie in [0, 4], and the mean of N of them is further than
    // 4 √(ln (2/α) / 2N) from its expectation with a probability of at most α = 10⁻⁹. Uniform numbers are multiples of 2⁻³².
    const samples = 100_000;
    const tolerance = 4 * Math.sqrt(Math.log(2 / 1e-9) / (2 * samples)) + 1e-6;
    const networks = anyNetwork({
      features: 3,
      hidden: 5,
      law: fc.constantFrom(UNIFORM, SIGNED, parseValueLaw('uniform:-1/2:1')),
      activations: fc.constant(piecewiseLinearNamed('hard-tanh')),
    }).map((network) => ({
      ...network,
      ...task([ONE, ONE, ONE], [ONE, ONE, ONE], { inputs: network.inputs }),
    }));
    fc.assert(
      fc.property(networks, fc.nat(), (network, seed) => {
        const means = sampledErrors(network, samples, seed);
        const { perFeature } = lossByCells(network);
        perFeature.forEach(({ lower }, i) => {
          const mean = means[i] ?? 0;
          assert.ok(
            Math.abs(toNumber(lower) - mean) < tolerance,
            `${mean} is not ${toNumber(lower)}\n${showNetwork(network)}`,
          );
        });
      }),
      runs(6),
    );
  });
});

/**
 * The law of x_3 with its uniform density replaced by points: a quadrature rule between every two places at which three walls
 * meet. (The slice at x_3 is a union of polygons whose corners are affine in x_3 in between, so that the integral of a
 * quadratic over it is a polynomial of degree 4.) Weights may be negative, which only sums see.
 */
function slicesOf(network: Network, law: ValueLaw): ValueLaw {
  const walls = wallsOf(network, [0]);
  const faces = network.inputs.flatMap(({ pieces }, j) =>
    pieces.flatMap(({ lower, upper }) =>
      [lower, upper].map((end) => ({ a: [0, 1, 2].map((k) => (k === j ? ONE : ZERO)), constant: end.neg() })),
    ),
  );
  const all = [...walls, ...faces];
  const places = all.flatMap((p, i) =>
    all.slice(i + 1).flatMap((q, j) => all.slice(i + j + 2).flatMap((r) => thirdCoordinate([p, q, r]))),
  );
  const atoms = law.pieces.flatMap(({ lower, upper, coefficients: [density = ZERO] }) => {
    const inside = places.filter((place) => place.compare(lower) > 0 && place.compare(upper) < 0);
    const ends = [lower, ...inside.sort((a, b) => a.compare(b)), upper];
    return ends.slice(1).flatMap((to, k) => {
      const width = to.sub(ends[k] ?? lower);
      if (width.equals(ZERO)) return [];
      return openRule(4).map(({ node, weight }) => ({
        value: to.sub(width.mul(node)),
        mass: weight.mul(width).mul(density),
      }));
    });
  });
  return { name: 'slices', atoms, pieces: [] };
}

/** x_3 where three planes meet in one point. */
function thirdCoordinate(planes: readonly [Line, Line, Line]): Rational[] {
  const column = (k: number): Rational[] => planes.map(({ a }) => a[k] ?? ZERO);
  const [x, y, z] = [column(0), column(1), column(2)];
  const determinant = determinantOf(x, y, z);
  if (determinant.equals(ZERO)) return [];
  const right = planes.map(({ constant }) => constant.neg());
  return [determinantOf(x, y, right).div(determinant)];
}

function determinantOf(x: readonly Rational[], y: readonly Rational[], z: readonly Rational[]): Rational {
  const [x0 = ZERO, x1 = ZERO, x2 = ZERO] = x;
  const [y0 = ZERO, y1 = ZERO, y2 = ZERO] = y;
  const [z0 = ZERO, z1 = ZERO, z2 = ZERO] = z;
  return x0
    .mul(y1.mul(z2).sub(y2.mul(z1)))
    .sub(x1.mul(y0.mul(z2).sub(y2.mul(z0))))
    .add(x2.mul(y0.mul(z1).sub(y1.mul(z0))));
}

/** Means of squared errors over uniform values of all three features, in doubles. */
function sampledErrors(network: Network, samples: number, seed: number): number[] {
  const numbers = (rows: readonly (readonly Rational[])[]): number[][] =>
    rows.map((row) => row.map(toNumber));
  const [first, second] = [numbers(network.inputWeights), numbers(network.outputWeights)];
  const [c = [], b = []] = numbers([network.hiddenBias, network.bias]);
  const sides = network.inputs.map(({ pieces }) => [
    toNumber(pieces[0]?.lower ?? ZERO),
    toNumber(pieces[0]?.upper ?? ZERO),
  ]);
  const clip = (z: number): number => Math.max(-1, Math.min(1, z));
  const words = new Uint32Array(4 * samples);
  fillWords(streamKey(seed, 0, 'verification'), 0, 0, words);
  const sums = [0, 0, 0];
  for (let s = 0; s < samples; s++) {
    const x = sides.map(([from = 0, to = 0], j) => from + ((to - from) * (words[3 * s + j] ?? 0)) / 2 ** 32);
    const hidden = first.map((row, h) => clip(row.reduce((sum, w, j) => sum + w * (x[j] ?? 0), c[h] ?? 0)));
    second.forEach((row, i) => {
      const y = clip(row.reduce((sum, w, h) => sum + w * (hidden[h] ?? 0), b[i] ?? 0));
      const own = x[i] ?? 0;
      sums[i] = (sums[i] ?? 0) + ((network.target === 'abs' ? Math.abs(own) : own) - y) ** 2;
    });
  }
  return sums.map((sum) => sum / samples);
}
