import { type F64, f64, fixedAddress, i32, int, loadF64, loadI32, real } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import type { ModuleBuilder } from '../../wasm/module-builder.ts';
import type { KernelLayout } from './kernel-layout.ts';

/** The function (model, output, lane) that takes an output out of a lane: E_i, ∂L/∂b_i and row i of Γ. */
export function defineStoreLane(module: ModuleBuilder, layout: KernelLayout): number {
  const { featureCount: n } = layout;
  return module.define(3, (f) => {
    const [model = i32(0), i = i32(0), lane = i32(0)] = f.parameters;
    const side = f.let(int.shl(lane, i32(3)));
    const shift = f.let(int.shl(i, i32(3)));
    const own = f.let(int.add(model, shift));
    const factor = f.let(real.mul(f64(2), loadF64({ base: shift, offset: layout.importance })));
    const laneOf = (offset: number): F64 => loadF64({ base: side, offset });
    f.storeF64({ base: own, offset: layout.error }, real.add(laneOf(layout.total), laneOf(layout.lost)));
    f.storeF64({ base: own, offset: layout.biasGradient }, real.mul(factor, laneOf(layout.biasSlope)));
    const row = f.let(int.add(model, int.mul(shift, i32(n))));
    for (let j = 0; j < n; j++) {
      const position = int.mul(int.add(i32(j), int.less(i32(j), i)), int.ne(i, i32(j)));
      const base = int.add(int.shl(position, i32(4)), side);
      f.storeF64(
        { base: row, offset: layout.gramGradient + 8 * j },
        real.mul(factor, loadF64({ base, offset: layout.slopes })),
      );
    }
  });
}

/** The function (model) that ends a model: L = Σ I_i E_i, and the chain rule as in weight-gradient.ts. */
export function defineFinish(module: ModuleBuilder, layout: KernelLayout, name: string): number {
  const { featureCount: n, weights, weightsEnd, gramGradient, loss } = layout;
  const symmetric = defineSymmetric(module, layout);
  return module.define(
    1,
    (f) => {
      const [model = i32(0)] = f.parameters;
      const terms = Array.from({ length: n }, (_, i) =>
        real.mul(
          loadF64(fixedAddress(layout.importance + 8 * i)),
          loadF64({ base: model, offset: layout.error + 8 * i }),
        ),
      );
      f.storeF64({ base: model, offset: loss }, terms.reduce(real.add));
      f.call(symmetric, model);
      const end = f.let(loadI32(fixedAddress(weightsEnd)));
      const size = f.let(int.sub(end, i32(weights)));
      f.forEach(int.add(i32(weights), model), int.add(end, model), 8 * n, (row) => {
        const target = f.let(int.add(row, size));
        const entries = Array.from({ length: n }, (_, j) => f.let(loadF64({ base: row, offset: 8 * j })));
        const column = (k: number): void => {
          const products = entries.map((entry, j) =>
            real.mul(loadF64({ base: model, offset: gramGradient + 8 * (n * k + j) }), entry),
          );
          f.storeF64({ base: target, offset: 8 * k }, products.reduce(real.add));
        };
        for (let k = 0; k < n; k++) column(k);
      });
    },
    { name },
  );
}

/** The function (model) that replaces Γ by Γ + Γᵀ. */
function defineSymmetric(module: ModuleBuilder, { featureCount: n, gramGradient }: KernelLayout): number {
  return module.define(1, (f: FunctionBuilder) => {
    const [model = i32(0)] = f.parameters;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const here = { base: model, offset: gramGradient + 8 * (n * i + j) };
        const mirrored = { base: model, offset: gramGradient + 8 * (n * j + i) };
        const both = f.let(real.add(loadF64(here), loadF64(mirrored)));
        f.storeF64(here, both);
        f.storeF64(mirrored, both);
      }
    }
  });
}
