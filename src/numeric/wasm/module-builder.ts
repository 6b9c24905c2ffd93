import { unsigned } from './expression.ts';
import { FunctionBuilder } from './function-builder.ts';

/** A module of functions over one imported memory, `env.memory`. WebAssembly Core Specification 2.0, §5.5. */
export class ModuleBuilder {
  private readonly functions: FunctionBuilder[] = [];
  private readonly exported: { readonly name: string; readonly index: number }[] = [];

  /** Declares a function and writes it. */
  define(
    parameterCount: number,
    write: (body: FunctionBuilder) => void,
    { name, hasResult = false }: { readonly name?: string; readonly hasResult?: boolean } = {},
  ): number {
    const body = new FunctionBuilder(this.functions.length, parameterCount, hasResult);
    this.functions.push(body);
    write(body);
    if (name !== undefined) this.exported.push({ name, index: body.index });
    return body.index;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const types = this.functions.map(({ parameters, hasResult }) => [
      0x60,
      ...vector(parameters.map(() => [0x7f])),
      ...vector(hasResult ? [[0x7f]] : []),
    ]);
    return Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, types),
      ...section(2, [[...text('env'), ...text('memory'), 0x02, 0x00, 0x01]]),
      ...section(
        3,
        this.functions.map(({ index }) => unsigned(index)),
      ),
      ...section(
        7,
        this.exported.map(({ name, index }) => [...text(name), 0x00, ...unsigned(index)]),
      ),
      ...section(
        10,
        this.functions.map((body) => {
          const bytes = body.bytes();
          return unsigned(bytes.length).concat(bytes);
        }),
      ),
    ]);
  }
}

function vector(items: readonly (readonly number[])[]): number[] {
  return unsigned(items.length).concat(...items);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const body = vector(items);
  return [id, ...unsigned(body.length)].concat(body);
}

function text(value: string): number[] {
  return [value.length, ...Array.from(value, (letter) => letter.charCodeAt(0))];
}
