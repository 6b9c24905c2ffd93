import type { Quantity } from '../../../model/quantity.ts';
import type { Check, Verdict } from '../../../verify/verdict.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import type { Verification } from './verify-options.ts';

/** Exact values longer than this are shown as decimals. */
const MAX_EXACT_LENGTH = 14;

/**
 * The checks, one a line, then remarks, then the verdict. Of trained models those lines are shown that do not agree; the
 * others are counted by what they check.
 */
export function verifyText({ subject, checks }: Verification, verdict: Verdict, style: Style): string {
  const shown = checks.filter((check) => check.verdict !== 'agrees' || modelOf(check) === undefined);
  const counted = checks.filter((check) => !shown.includes(check));
  const head = ['', '', ...['expected', 'observed', 'tolerance'].map(style.dim)];
  const table = alignColumns([
    head,
    ...shown.map((check) => row(check, style)),
    ...tallies(counted, checks, style),
  ]);
  const remarks = remarksOn(checks);
  return [
    style.title(subject),
    '',
    ...(shown.length === 0 ? table.slice(1) : table),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    '',
    conclusion(verdict, checks, style),
  ].join('\n');
}

function row({ name, verdict, expected, observed, tolerance }: Check, style: Style): string[] {
  return [
    paint(verdict, style),
    name,
    quantityText(expected),
    quantityText(observed),
    shortNumber(Number(tolerance.toPrecision(2))),
  ];
}

/** `agrees   exact loss = sampled loss   8 of 8 models`. */
function tallies(counted: readonly Check[], all: readonly Check[], style: Style): string[][] {
  const names = new Set(counted.map(subjectOf));
  const count = (checks: readonly Check[], name: string): number =>
    checks.filter((check) => subjectOf(check) === name).length;
  return [...names].map((name) => [
    paint('agrees', style),
    name,
    `${count(counted, name)} of ${count(all, name)} models`,
  ]);
}

/** Explanations, each once, with the checks it belongs to. */
function remarksOn(checks: readonly Check[]): string[] {
  const subjects = new Map<string, string[]>();
  for (const check of checks) {
    if (check.explanation === undefined) continue;
    const group = subjects.get(check.explanation) ?? [];
    group.push(modelOf(check) ?? check.name);
    subjects.set(check.explanation, group);
  }
  return [...subjects].map(([explanation, group]) => {
    const [first = ''] = group;
    const who = group.length === 1 ? first : `${group.length} models`;
    return `${who}: ${explanation}`;
  });
}

/** `model 3`, if the check is about one of several models. */
function modelOf({ name }: Check): string | undefined {
  return /^model \d+(?=: )/.exec(name)?.[0];
}

function subjectOf({ name }: Check): string {
  return name.replace(/^model \d+: /, '');
}

/** `1/12`, `0.0220653`, `0.0221 ± 0.0002`. */
function quantityText(quantity: Quantity): string {
  if (quantity.trust === 'exact' && quantity.exact.length <= MAX_EXACT_LENGTH) return quantity.exact;
  const value = shortNumber(quantity.value);
  if (quantity.trust !== 'sampled') return value;
  return `${value} ± ${shortNumber(Number(((quantity.upper - quantity.lower) / 2).toPrecision(2)))}`;
}

function paint(verdict: Verdict, { good, bad, unsure }: Style): string {
  const painters = { agrees: good, disagrees: bad, inconclusive: unsure };
  return painters[verdict](verdict);
}

function conclusion(verdict: Verdict, checks: readonly Check[], style: Style): string {
  const agreeing = checks.filter((check) => check.verdict === 'agrees').length;
  return `${paint(verdict, style)}: ${agreeing} of ${checks.length} checks agree`;
}
