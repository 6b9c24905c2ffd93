/**
 * @file Where things lie in the kernels' memory. Regions are reserved first, one after the other; the memory is grown once,
 * when it is known how much they take. Pages that are never written to take no room on the machine.
 */

import { growTo, type Memory } from './kernel-module.ts';

/** Cache lines, so that no vector lies across two. */
const ALIGNMENT = 64;

export class MemoryLayout {
  #end: number;

  /** @param start - where free memory begins. */
  constructor(start: number) {
    this.#end = aligned(start);
  }

  /** The address of a new region of so many bytes. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end = aligned(address + bytes);
    return address;
  }

  /** Makes the memory hold all regions. */
  grow(memory: Memory): void {
    growTo(memory, this.#end);
  }
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
