/** @file The document of `antipode boundary --json`. */

import { algebraicWithin } from '../../../landscape/pair/algebraic-within.ts';
import type { ParameterLine } from '../../../landscape/pair/arc-polynomials.ts';
import type { ChosenBoundary } from '../../../landscape/pair/choose-boundary.ts';
import type { LineCell } from '../../../landscape/pair/line-survey.ts';
import type { PairBoundaries, PairBoundary, StabilityLimit } from '../../../landscape/pair/pair-boundary.ts';
import { publishedBoundary } from '../../../landscape/pair/published-boundary.ts';
import type { TrustedNumber } from '../../../loss/trusted-number.ts';
import type { PhaseName } from '../../../model/phase.ts';
import { formatRational, type Rational, rational, toNumber } from '../../../support/rational.ts';
import type { RealAlgebraic } from '../../../symbolic/algebraic/real-algebraic.ts';
import type { JsonDocument, JsonRecord, JsonValue } from '../../output/json-document.ts';
import { decimalAbove, decimalBelow } from './decimal-bounds.ts';

/** What was asked, and what was found. */
export interface BoundaryAnswer {
  readonly line: ParameterLine;
  readonly between?: readonly [PhaseName, PhaseName];
  readonly digits: number;
  readonly found: PairBoundaries;
  readonly chosen: ChosenBoundary | { readonly status: 'undecided'; readonly reason: string };
}

export function boundaryDocument(answer: BoundaryAnswer): JsonDocument {
  const { line, between, found, chosen, digits } = answer;
  return {
    schema: 'antipode/boundary@1',
    status: chosen.status,
    ...('reason' in chosen ? { reason: chosen.reason } : {}),
    asked: {
      ...(line.unknown === 'density'
        ? { importance: [1, plainNumber(line.given)] }
        : { density: plainNumber(line.given) }),
      ...(between === undefined ? {} : { between }),
    },
    ...(chosen.status === 'found' ? boundaryJson(chosen.boundary, digits) : {}),
    ...(found.status === 'found'
      ? {
          boundaries: found.boundaries.map((boundary) => boundaryJson(boundary, digits)),
          stabilityLimits: found.stabilityLimits.map((limit) => limitJson(limit, line, digits)),
          cells: found.cells.map(cellJson),
        }
      : {}),
    normalisation: 'sum',
  };
}

function boundaryJson(boundary: PairBoundary, digits: number): JsonRecord {
  const { line, at, between, order, loss, below, above, jump } = boundary;
  const published = order === 'first' ? publishedJson(boundary) : undefined;
  return {
    between,
    ...positionJson(line, at, digits),
    loss: trustedJson(loss, digits),
    order,
    jump: trustedJson(jump, digits),
    sides: [below, above].map(({ phase, weights }) => ({
      phase,
      weights: [weights.map((weight) => trustedJson(weight, digits))],
    })),
    published,
  };
}

/** `density` and `importance`, one of them as it was given. */
function positionJson({ unknown, given }: ParameterLine, at: RealAlgebraic, digits: number): JsonRecord {
  const found = trustedJson(algebraicWithin(at, rational(1n, 10n ** BigInt(digits + 1))), digits);
  return unknown === 'density'
    ? { density: found, importance: [1, plainNumber(given)] }
    : { density: plainNumber(given), importance: [1, found] };
}

/** The quantity, and proven bounds in decimals where it is irrational. */
function trustedJson({ quantity, lower, upper }: TrustedNumber, digits: number): JsonRecord {
  if (quantity.trust === 'exact') return { ...quantity };
  return { ...quantity, decimals: [decimalBelow(lower, digits), decimalAbove(upper, digits)] };
}

function publishedJson({ line, at }: PairBoundary): JsonRecord {
  const published = publishedBoundary(line, at);
  if (published.status === 'none') return { status: 'none' };
  return {
    value: formatRational(published.value),
    difference: toNumber(published.value) - at.toNumber(),
  };
}

function limitJson({ at, minimum, exists }: StabilityLimit, line: ParameterLine, digits: number): JsonRecord {
  return { phase: minimum.phase, exists, ...positionJson(line, at, digits) };
}

function cellJson({ sample, minima }: LineCell): JsonRecord {
  return { sample: formatRational(sample), phases: minima.map(({ phase }) => phase) };
}

/** As in model files: an integer as a number, another rational as a text. */
function plainNumber(value: Rational): JsonValue {
  const number = toNumber(value);
  return value.d === 1n && Number.isSafeInteger(number) ? number : formatRational(value);
}
