import * as assert from 'uvu/assert';
import {
  both,
  choose,
  fixedAddress,
  i32,
  int,
  lanes,
  loadF64,
  loadLanes,
  negated,
  pair,
  real,
  signBits,
} from '../../../src/numeric/wasm/expression.ts';
import { ModuleBuilder } from '../../../src/numeric/wasm/module-builder.ts';
import { suite } from '../../support/suite.ts';

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

type Exports = Readonly<Record<'run', (...values: number[]) => number>>;

function start(module: ModuleBuilder): { run: Exports['run']; memory: Float64Array } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), { env: { memory } });
  return { run: (exports as Exports).run, memory: new Float64Array(memory.buffer) };
}

suite('ModuleBuilder', (test) => {
  test('known value: integers, negative constants, a loop and a choice: the sum of the odd numbers below n, or −1', () => {
    const module = new ModuleBuilder();
    module.define(
      1,
      (f) => {
        const [n = i32(0)] = f.parameters;
        const sum = f.let(i32(0));
        f.choose(
          int.less(i32(1), n),
          () => f.forEach(i32(1), n, 2, (k) => sum.set(int.add(sum, k))),
          () => sum.set(i32(-1)),
        );
        f.result(sum);
      },
      { name: 'run', hasResult: true },
    );
    const { run } = start(module);
    assert.is(run(10), 25);
    assert.is(run(1000), 250000);
    assert.is(run(1), -1);
  });

  test('known value: doubles and vectors do what plain arithmetic does, lane by lane', () => {
    const module = new ModuleBuilder();
    const at = (k: number) => fixedAddress(16 * k);
    module.define(
      0,
      (f) => {
        const a = f.let(loadLanes(at(0)));
        const b = f.let(loadLanes(at(1)));
        f.storeLanes(at(2), lanes.div(lanes.sub(a, b), lanes.add(lanes.mul(a, b), both(0.5))));
        f.storeLanes(at(3), choose(lanes.lt(a, b), negated(a), lanes.max(b, both(0))));
        f.storeLanes(at(4), pair(loadF64(at(1)), real.mul(loadF64(at(0)), loadF64(at(1)))));
        f.result(signBits(lanes.gt(a, b)));
      },
      { name: 'run', hasResult: true },
    );
    const { run, memory } = start(module);
    memory.set([1 / 3, 5, 0.7, -2]);
    assert.is(run(), 2);
    assert.equal(
      [...memory.subarray(4, 10)],
      [(1 / 3 - 0.7) / ((1 / 3) * 0.7 + 0.5), 7 / (5 * -2 + 0.5), -1 / 3, 0, 0.7, (1 / 3) * 0.7],
    );
  });
});
