import * as assert from 'uvu/assert';
import { scientific } from '../../../src/report/phase-change/scientific.ts';
import { suite } from '../../support/suite.ts';

suite('scientific', (test) => {
  const known: readonly [number, string][] = [
    [0, '0'],
    [1e-6, '10⁻⁶'],
    [1e-13, '10⁻¹³'],
    [5.7e-16, '5.7 × 10⁻¹⁶'],
    [9.96e-7, '10⁻⁶'],
    [0.25, '2.5 × 10⁻¹'],
    [1234, '1.2 × 10³'],
    [1e10, '10¹⁰'],
    [5e-324, '4.9 × 10⁻³²⁴'],
  ];
  for (const [value, text] of known) {
    test(`known value: ${value} is ${text}`, () => assert.is(scientific(value), text));
  }
});
