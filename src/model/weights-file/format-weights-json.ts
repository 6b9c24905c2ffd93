import type { SavedTensor } from './saved-tensor.ts';
import type { Layout } from './stored-weights.ts';
import { WEIGHTS_SCHEMA } from './weights-json.ts';

/**
 * The `antipode/weights@1` document of tensors, one matrix or vector a line; numbers with as many digits as it takes to read the same
 * doubles back.
 */
export function formatWeightsJson(tensors: readonly SavedTensor[], layout: Layout): string {
  const lines = tensors.map(
    ({ name, shape, values }) => `    ${JSON.stringify(name)}: ${nested(shape, values, '    ')}`,
  );
  return `{
  "schema": ${JSON.stringify(WEIGHTS_SCHEMA)},
  "layout": ${JSON.stringify(layout)},
  "tensors": {
${lines.join(',\n')}
  }
}
`;
}

function nested(shape: readonly number[], values: Float64Array, margin: string): string {
  const [length = 0, ...rest] = shape;
  const size = rest.reduce((product, axis) => product * axis, 1);
  if (rest.length === 0) return `[${Array.from(values, numeral).join(', ')}]`;
  const inner = `${margin}  `;
  const items = Array.from({ length }, (_, k) =>
    nested(rest, values.subarray(k * size, (k + 1) * size), inner),
  );
  return rest.length === 1
    ? `[${items.join(', ')}]`
    : `[\n${items.map((item) => inner + item).join(',\n')}\n${margin}]`;
}

/** JSON has −0, but JSON.stringify does not write it; as -0 it would be an integer to Python. */
function numeral(value: number): string {
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
}
