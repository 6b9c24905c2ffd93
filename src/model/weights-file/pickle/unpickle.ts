/**
 * @file A reader of pickles that holds data and runs nothing: of the 68 opcodes those that a state_dict needs, of Python's names
 * those of `torch-globals.ts`. Everything else is refused by name.
 *
 * @see CPython, Lib/pickletools.py.
 */

import type { BinaryFile } from '../binary-file.ts';
import { opcodeName } from './opcode-names.ts';
import { PickleDict, PickleList, PickleTuple, type PickleValue } from './pickle-value.ts';
import { globalNamed, reduced, storageOf } from './torch-globals.ts';

/** A state_dict takes some thirty for a tensor. */
const MAX_OPERATIONS = 1_000_000;
const MAX_PROTOCOL = 5;

/** A value and the place after the pickle that it was read from. */
export interface Unpickled {
  readonly value: PickleValue;
  readonly end: number;
}

/**
 * The data of the pickle that begins at `start`.
 *
 * @throws {@link import('../../../support/errors.ts').FileError} on any opcode or name that tensors do not need, on truncation,
 *   and after a million operations.
 * @complexity linear in the pickle.
 */
export function unpickle(file: BinaryFile, start = 0): Unpickled {
  return new Unpickler(file, start).run();
}

class Unpickler {
  readonly #file: BinaryFile;
  #at: number;
  #stack: PickleValue[] = [];
  /** The stacks below open marks. */
  readonly #below: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(file: BinaryFile, start: number) {
    this.#file = file;
    this.#at = start;
  }

  run(): Unpickled {
    for (let count = 0; count < MAX_OPERATIONS; count++) {
      const opcode = this.#byte();
      if (opcode === STOP) {
        const value = this.#pop();
        if (this.#stack.length > 0 || this.#below.length > 0)
          throw this.#refusal('an empty stack at the end', 'more');
        return { value, end: this.#at };
      }
      const perform = OPERATIONS.get(opcode);
      if (perform === undefined) {
        throw this.#refusal(
          'a pickle of tensors',
          `the operation ${opcodeName(opcode)} at byte ${this.#at - 1}`,
        );
      }
      perform(this);
    }
    throw this.#refusal(`at most ${MAX_OPERATIONS} operations`, 'more');
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  /** What was pushed since the last mark, which goes. */
  sinceMark(): PickleValue[] {
    const items = this.#stack;
    const below = this.#below.pop();
    if (below === undefined) throw this.#refusal('a mark', 'none');
    this.#stack = below;
    return items;
  }

  tuple(length: number): void {
    const items = Array.from({ length }, () => this.#pop()).reverse();
    this.push(new PickleTuple(items));
  }

  append(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!(list instanceof PickleList)) throw this.#refusal('a list to append to', 'something else');
    for (const item of items) list.items.push(item);
  }

  setItems(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof PickleDict) || items.length % 2 !== 0) {
      throw this.#refusal('a dictionary, and keys with values', 'something else');
    }
    for (let k = 0; k < items.length; k += 2) dict.entries.set(items[k] ?? null, items[k + 1] ?? null);
  }

  setItem(): void {
    const value = this.#pop();
    this.setItems([this.#pop(), value]);
  }

  appendOne(): void {
    const item = this.#pop();
    this.append([item]);
  }

  /** A dictionary's attributes, such as the versions of its modules, are passed over. */
  build(): void {
    const state = this.#pop();
    if (!(state instanceof PickleDict && this.#top() instanceof PickleDict)) {
      throw this.#refusal('attributes of a dictionary', 'of another object');
    }
  }

  memoise(index: number): void {
    this.#memo.set(index, this.#top());
  }

  memoiseNext(): void {
    this.memoise(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined)
      throw this.#refusal('a value that was stored before', `number ${index}, which was not`);
    this.push(value);
  }

  global(module: string, name: string): void {
    this.push(globalNamed(module, name, this.#file));
  }

  globalFromStack(): void {
    const [name, module] = [this.#pop(), this.#pop()];
    if (typeof name !== 'string' || typeof module !== 'string') {
      throw this.#refusal('a module and a name', 'something else');
    }
    this.global(module, name);
  }

  reduce(): void {
    const args = this.#pop();
    this.push(reduced(this.#pop(), args, this.#file));
  }

  persistent(): void {
    this.push(storageOf(this.#pop(), this.#file));
  }

  protocol(): void {
    const found = this.#byte();
    if (found > MAX_PROTOCOL) throw this.#refusal(`a pickle protocol up to ${MAX_PROTOCOL}`, `${found}`);
  }

  /** An integer of one, two, four or eight bytes. */
  unsigned(size: 1 | 2 | 4 | 8): number {
    if (size === 1) return this.#byte();
    const value = this.#file.unsigned(this.#at, size, 'an argument in a pickle');
    this.#at += size;
    return value;
  }

  signed(): number {
    return this.unsigned(4) | 0;
  }

  float(): number {
    const bytes = this.#take(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, false);
  }

  /** A little-endian integer in two's complement. */
  long(): bigint {
    const bytes = this.#take(this.#byte());
    let value = 0n;
    bytes.forEach((byte, k) => {
      value += BigInt(byte) << BigInt(8 * k);
    });
    return BigInt.asIntN(8 * bytes.length, value);
  }

  text(length: number, encoding: 'utf-8' | 'latin1'): string {
    return new TextDecoder(encoding).decode(this.#take(length));
  }

  /** A text up to the end of its line. */
  line(): string {
    const end = this.#file.bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.#refusal('a name that ends in a line feed', 'none');
    const text = this.text(end - this.#at, 'utf-8');
    this.#at += 1;
    return text;
  }

  #take(length: number): Uint8Array {
    const bytes = this.#file.slice(this.#at, length, 'an argument in a pickle');
    this.#at += length;
    return bytes;
  }

  #byte(): number {
    return this.#take(1)[0] ?? 0;
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.#refusal('a value on the stack', 'none');
    return value;
  }

  #pop(): PickleValue {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #refusal(expected: string, found: string): Error {
    return this.#file.refusal(expected, found);
  }
}

const STOP = 0x2e;

const OPERATIONS: ReadonlyMap<number, (machine: Unpickler) => void> = new Map([
  [0x80, (it) => it.protocol()], // PROTO
  [0x95, (it) => it.unsigned(8)], // FRAME
  [0x4e, (it) => it.push(null)], // NONE
  [0x88, (it) => it.push(true)], // NEWTRUE
  [0x89, (it) => it.push(false)], // NEWFALSE
  [0x4a, (it) => it.push(it.signed())], // BININT
  [0x4b, (it) => it.push(it.unsigned(1))], // BININT1
  [0x4d, (it) => it.push(it.unsigned(2))], // BININT2
  [0x8a, (it) => it.push(it.long())], // LONG1
  [0x47, (it) => it.push(it.float())], // BINFLOAT
  [0x58, (it) => it.push(it.text(it.unsigned(4), 'utf-8'))], // BINUNICODE
  [0x8c, (it) => it.push(it.text(it.unsigned(1), 'utf-8'))], // SHORT_BINUNICODE
  [0x54, (it) => it.push(it.text(it.unsigned(4), 'latin1'))], // BINSTRING
  [0x55, (it) => it.push(it.text(it.unsigned(1), 'latin1'))], // SHORT_BINSTRING
  [0x28, (it) => it.mark()], // MARK
  [0x29, (it) => it.tuple(0)], // EMPTY_TUPLE
  [0x85, (it) => it.tuple(1)], // TUPLE1
  [0x86, (it) => it.tuple(2)], // TUPLE2
  [0x87, (it) => it.tuple(3)], // TUPLE3
  [0x74, (it) => it.push(new PickleTuple(it.sinceMark()))], // TUPLE
  [0x5d, (it) => it.push(new PickleList())], // EMPTY_LIST
  [0x61, (it) => it.appendOne()], // APPEND
  [0x65, (it) => it.append(it.sinceMark())], // APPENDS
  [0x7d, (it) => it.push(new PickleDict())], // EMPTY_DICT
  [0x73, (it) => it.setItem()], // SETITEM
  [0x75, (it) => it.setItems(it.sinceMark())], // SETITEMS
  [0x62, (it) => it.build()], // BUILD
  [0x71, (it) => it.memoise(it.unsigned(1))], // BINPUT
  [0x72, (it) => it.memoise(it.unsigned(4))], // LONG_BINPUT
  [0x94, (it) => it.memoiseNext()], // MEMOIZE
  [0x68, (it) => it.recall(it.unsigned(1))], // BINGET
  [0x6a, (it) => it.recall(it.unsigned(4))], // LONG_BINGET
  [0x63, (it) => it.global(it.line(), it.line())], // GLOBAL
  [0x93, (it) => it.globalFromStack()], // STACK_GLOBAL
  [0x52, (it) => it.reduce()], // REDUCE
  [0x51, (it) => it.persistent()], // BINPERSID
]);
