import * as assert from 'uvu/assert';
import { gaussLegendre } from '../../../src/numeric/smooth/gauss-legendre.ts';
import { suite } from '../../support/suite.ts';

/** Fixed point with 256 binary places. */
const PLACES = 256n;
const UNIT = 1n << PLACES;
const COUNTS = [1, 2, 5, 16, 19, 22, 36];
const ROUNDOFF = 2 ** -53;

const fixed = (value: number): bigint => BigInt(value * 2 ** 120) << (PLACES - 120n);
const times = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;
const relative = (found: bigint, expected: bigint): number =>
  Math.abs(Number(((found - expected) << 100n) / expected) * 2 ** -100);

/** P_N and P_{N−1} at 2x − 1. */
function legendre(count: number, x: bigint): { readonly value: bigint; readonly previous: bigint } {
  const y = 2n * x - UNIT;
  let previous = UNIT;
  let value = y;
  for (let k = 1n; k < count; k++) {
    const next = ((2n * k + 1n) * times(y, value) - k * previous) / (k + 1n);
    previous = value;
    value = next;
  }
  return { value, previous };
}

suite('gaussLegendre', (test) => {
  test('known value: two nodes at (1 ± 1/√3)/2', () => {
    const { nodes, weights } = gaussLegendre(2);
    assert.equal([...nodes], [0.2113248654051871, 0.7886751345948129]);
    assert.equal([...weights], [0.5, 0.5]);
  });

  test('law: the Legendre polynomial changes sign within one rounding of every node', () => {
    for (const count of COUNTS) {
      for (const node of gaussLegendre(count).nodes) {
        const x = fixed(node);
        const below = legendre(count, x - (x >> 53n)).value;
        const above = legendre(count, x + (x >> 53n)).value;
        assert.ok(below < 0n !== above < 0n, `${count} nodes: ${node}`);
      }
    }
  });

  test('law: powers are integrated as exactly as doubles allow, up to degree 2N − 1', () => {
    for (const count of COUNTS) {
      const { nodes, weights } = gaussLegendre(count);
      const terms = Array.from(weights, fixed);
      for (let degree = 0; degree < 2 * count; degree++) {
        const sum = terms.reduce((total, term) => total + term, 0n);
        const off = relative(sum * BigInt(degree + 1), UNIT);
        assert.ok(off <= (degree + 1) * ROUNDOFF, `${count} nodes, degree ${degree}: ${off}`);
        nodes.forEach((node, k) => {
          terms[k] = times(terms[k] ?? 0n, fixed(node));
        });
      }
    }
  });

  test('law: weights are 4 x (1 − x)/(N P_{N−1})² at the nodes, which one rounding of a node in [0, ½] moves by 2N + 2', () => {
    for (const count of COUNTS) {
      const { nodes, weights } = gaussLegendre(count);
      for (let k = 0; 2 * k < count; k++) {
        const x = fixed(nodes[k] ?? 0);
        const { previous } = legendre(count, x);
        const slope = BigInt(count) * previous;
        const weight = (4n * times(x, UNIT - x) * UNIT * UNIT) / (slope * slope);
        const off = relative(fixed(weights[k] ?? 0), weight);
        assert.ok(off <= (2 * count + 4) * ROUNDOFF, `${count} nodes, weight ${k}: ${off}`);
        assert.is(weights[count - 1 - k], weights[k]);
      }
    }
  });

  test('law: nodes ascend and mirror one another', () => {
    for (const count of COUNTS) {
      const { nodes } = gaussLegendre(count);
      nodes.forEach((node, k) => {
        assert.ok(k === 0 || (nodes[k - 1] ?? 1) < node);
        assert.ok(Math.abs(node + (nodes[count - 1 - k] ?? 0) - 1) <= 2 * ROUNDOFF);
      });
    }
  });

  test('refusal: no nodes, half a node, too many', () => {
    for (const count of [0, 1.5, 65]) assert.throws(() => gaussLegendre(count), /1 to 64 nodes/);
  });
});
