/** A list that is read only, in which an item may be made whenever it is read. Every array is one. */
export interface List<Item> extends Iterable<Item> {
  readonly length: number;
  /** Item k, counted from 0; undefined outside the list. */
  at(k: number): Item | undefined;
  map<Image>(of: (item: Item, k: number) => Image): Image[];
}

/** Items that are made when they are read, anew each time, and take no memory before. */
export class LazyList<Item> implements List<Item> {
  readonly length: number;
  readonly #make: (k: number) => Item;

  /** @param make - item k, for k in [0, length). */
  constructor(length: number, make: (k: number) => Item) {
    this.length = length;
    this.#make = make;
  }

  at(k: number): Item | undefined {
    return k >= 0 && k < this.length ? this.#make(k) : undefined;
  }

  map<Image>(of: (item: Item, k: number) => Image): Image[] {
    return Array.from({ length: this.length }, (_, k) => of(this.#make(k), k));
  }

  *[Symbol.iterator](): Iterator<Item> {
    for (let k = 0; k < this.length; k++) yield this.#make(k);
  }
}
