/** @file What `antipode/model@1` is called and which numbers it holds, shared by its reader and its writer. */

import { ONE, parseRational, ZERO } from '../../support/rational.ts';
import type { Range } from './json-fields.ts';

export const MODEL_SCHEMA = 'antipode/model@1';

/**
 * Entries up to 10⁵⁰ keep the loss a finite double: |z| ≤ n m 10¹⁰⁰ + 10⁵⁰ < 10¹⁰⁸, so the loss is below
 * n · 10⁵⁰ · 10²¹⁶ = 10²⁷⁰.
 */
const LARGEST = parseRational('1e50');
export const ENTRY: Range = { min: LARGEST.neg(), max: LARGEST, words: 'a finite number from -1e50 to 1e50' };
export const IMPORTANCE: Range = { min: ZERO, max: LARGEST, words: 'a finite number from 0 to 1e50' };
export const DENSITY: Range = { min: ZERO, max: ONE, words: 'a probability, a number from 0 to 1' };
