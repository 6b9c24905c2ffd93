import type { ValueLaw } from '../model/value-law.ts';
import { ONE, type Rational } from '../support/rational.ts';
import { type ValueQuantile, valueQuantile } from './value-quantile.ts';

/** A part of a value law that is one stratum's. */
export interface ValueChoice {
  readonly mass: Rational;
  readonly quantile: ValueQuantile;
  /** The value, if there is only one. */
  readonly value: Rational | undefined;
}

/** The atoms of a law that has nothing else; otherwise the law as a whole. */
export function choicesOf(law: ValueLaw): readonly ValueChoice[] {
  if (law.pieces.length > 0) return [wholeLaw(law)];
  return law.atoms.map(({ value, mass }) => ({
    mass,
    value,
    quantile: valueQuantile({ name: law.name, atoms: [{ value, mass: ONE }], pieces: [] }),
  }));
}

/** The law as one choice. */
export function wholeLaw(law: ValueLaw): ValueChoice {
  const [only, ...others] = law.atoms;
  const value = law.pieces.length === 0 && others.length === 0 ? only?.value : undefined;
  return { mass: ONE, quantile: valueQuantile(law), value };
}
