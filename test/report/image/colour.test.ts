import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { PHASE_APPEARANCE } from '../../../src/report/chart/phase-appearance.ts';
import { okLabOf, type Rgb, rgbOf, rgbOfOkLab } from '../../../src/report/image/colour.ts';
import { EXCESS_RAMP, INK_RAMP, rampTable } from '../../../src/report/image/colour-ramp.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';

const channel = fc.integer({ min: 0, max: 255 });

/** Full dichromacy, on linear light. Machado, Oliveira and Fernandes, 2009, Table 1, severity 1.0. */
const DEFICIENCIES: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenWith(matrix: readonly (readonly [number, number, number])[], colour: Rgb): Rgb {
  const light = colour.map((value) => {
    const x = value / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  const [r, g, b] = matrix.map((row) => {
    const x = Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, factor, k) => sum + factor * (light[k] ?? 0), 0),
      ),
    );
    return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055));
  });
  return [r ?? 0, g ?? 0, b ?? 0];
}

function difference(first: Rgb, second: Rgb): number {
  const a = okLabOf(first);
  const b = okLabOf(second);
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

suite('colour', (test) => {
  test('known value: white and mid grey in OKLab', () => {
    assert.ok(difference([255, 255, 255], [255, 255, 255]) === 0);
    const [lightness, a, b] = okLabOf([255, 255, 255]);
    // The matrices are given to ten digits.
    assert.ok(Math.abs(lightness - 1) < 1e-6 && Math.abs(a) < 1e-6 && Math.abs(b) < 1e-6);
  });

  test('law: hexadecimal and OKLab notations lead back', () => {
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (colour) => {
        assert.equal(rgbOf(`#${Buffer.from(colour).toString('hex')}`), colour);
        assert.equal(rgbOfOkLab(okLabOf(colour)), colour);
      }),
    );
  });

  test('law: ramps are monotone in lightness', () => {
    const lightness = (ramp: readonly string[]): number[] =>
      rampTable(ramp, 64).map((colour) => okLabOf(colour)[0]);
    // Rounding to 8 bits moves the lightness by less than 1/255.
    const rising = (values: number[]): boolean =>
      values.every((value, k) => k === 0 || value >= (values[k - 1] ?? 0) - 1 / 255);
    assert.ok(rising(lightness(INK_RAMP)));
    assert.ok(rising(lightness(EXCESS_RAMP).reverse()));
  });

  for (const [name, matrix] of Object.entries(DEFICIENCIES)) {
    test(`law: phases stay apart under ${name}`, () => {
      const phases = Object.entries(PHASE_APPEARANCE);
      for (const [k, [first, one]] of phases.entries()) {
        for (const [second, other] of phases.slice(k + 1)) {
          const distance = difference(
            seenWith(matrix, rgbOf(one.colour)),
            seenWith(matrix, rgbOf(other.colour)),
          );
          // Four times the 0.02 at which neighbouring patches are just told apart in OKLab: a margin chosen by eye.
          assert.ok(distance > 0.08, `${first} and ${second} are ${distance.toFixed(3)} apart`);
        }
      }
    });
  }

  test('other notations are refused', () => {
    for (const text of ['red', '#fff', '#12345g', '']) {
      assert.throws(
        () => rgbOf(text),
        (error: unknown) => error instanceof DomainError,
      );
    }
  });
});
