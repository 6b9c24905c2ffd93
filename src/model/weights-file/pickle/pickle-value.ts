/** @file What a pickle of tensors is made of, as plain data. */

import type { ScalarName } from '../scalar-format.ts';

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleStorage
  | PickleTensor;

export class PickleTuple {
  readonly items: readonly PickleValue[];

  constructor(items: readonly PickleValue[]) {
    this.items = items;
  }
}

export class PickleList {
  readonly items: PickleValue[] = [];
}

/** A `dict` or an `OrderedDict`. */
export class PickleDict {
  readonly entries: Map<PickleValue, PickleValue> = new Map();
}

/** A name of Python's that tensors need; it is compared, and never looked up. */
export class PickleGlobal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Numbers that stand elsewhere in the file. */
export class PickleStorage {
  readonly format: ScalarName;
  readonly key: string;
  /** How many numbers. */
  readonly count: number;

  constructor(format: ScalarName, key: string, count: number) {
    this.format = format;
    this.key = key;
    this.count = count;
  }
}

/** A view of a storage; offset and strides in numbers. */
export class PickleTensor {
  readonly storage: PickleStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: PickleStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}
