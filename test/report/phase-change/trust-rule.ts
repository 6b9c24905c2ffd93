/**
 * @file The rule of `antipode/report@1`, checked: every number stands in an object that names a trust, or below one; exact
 * strings are rationals in lowest terms and their `value` is the nearest double; intervals hold their value.
 */

import { formatRational, parseRational, toNumber } from '../../../src/support/rational.ts';

const TRUSTS: readonly unknown[] = ['exact', 'algebraic', 'enclosed', 'rounded', 'sampled'];

/** What breaks the rule, by path; nothing if all is well. */
export function breachesOfTrust(value: unknown, path = '', trust?: unknown): string[] {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return [`${path} is ${value}`];
    return trust === undefined ? [`${path} = ${value} has no trust`] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((entry, k) => breachesOfTrust(entry, `${path}[${k}]`, trust));
  }
  if (typeof value !== 'object' || value === null) return value === null ? [`${path} is null`] : [];
  const fields = value as Readonly<Record<string, unknown>>;
  const own = fields['trust'] ?? trust;
  return [
    ...(own === undefined || TRUSTS.includes(own) ? [] : [`${path} has the trust ${String(own)}`]),
    ...breachesOfQuantity(fields, path),
    ...Object.entries(fields).flatMap(([key, entry]) => breachesOfTrust(entry, `${path}.${key}`, own)),
  ];
}

function breachesOfQuantity(fields: Readonly<Record<string, unknown>>, path: string): string[] {
  const { exact, value, lower, upper, trust } = fields;
  const breaches: string[] = [];
  if (typeof exact === 'string') {
    const rational = parseRational(exact);
    if (formatRational(rational) !== exact) breaches.push(`${path}: ${exact} is not in lowest terms`);
    if (toNumber(rational) !== value) breaches.push(`${path}: ${String(value)} is not nearest to ${exact}`);
    if (trust !== 'exact') breaches.push(`${path}: an exact value that does not say so`);
  }
  if (trust === 'sampled' || trust === 'enclosed') {
    const ordered = Number(lower) <= Number(value) && Number(value) <= Number(upper);
    if (!ordered) breaches.push(`${path}: ${String(value)} outside [${String(lower)}, ${String(upper)}]`);
  }
  return breaches;
}
