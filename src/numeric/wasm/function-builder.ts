import {
  type Address,
  type Code,
  type Expression,
  type F64,
  type I32,
  i32,
  int,
  type Type,
  unsigned,
  type V128,
} from './expression.ts';

/** A variable of a function: an expression for its value, and an assignment. */
export interface Variable<T extends Type> extends Expression<T> {
  readonly set: (value: Expression<T>) => void;
}

const TYPE_BYTES: Readonly<Record<Type, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

/** One function of a module, written statement by statement. Parameters and results are 32-bit integers. */
export class FunctionBuilder {
  readonly index: number;
  readonly parameters: readonly Variable<'i32'>[];
  readonly hasResult: boolean;
  private readonly locals: Type[] = [];
  private statements: Code[] = [];

  /**
   * @param index - of the function in its module.
   * @param parameterCount - how many integers it takes.
   * @param hasResult - whether it returns one, which {@link FunctionBuilder.result} then says.
   */
  constructor(index: number, parameterCount: number, hasResult: boolean) {
    this.index = index;
    this.hasResult = hasResult;
    this.parameters = Array.from({ length: parameterCount }, (_, k) => this.variableAt('i32', k));
  }

  /** A new variable, 0 until assigned. */
  variable<T extends Type>(type: T): Variable<T> {
    this.locals.push(type);
    return this.variableAt(type, this.parameters.length + this.locals.length - 1);
  }

  /** The value of an expression, computed here once. */
  let<T extends Type>(value: Expression<T>): Variable<T> {
    const variable = this.variable(value.type);
    variable.set(value);
    return variable;
  }

  storeF64({ base, offset }: Address, value: F64): void {
    this.statements.push([base.code, value.code, 0x39, 3, ...unsigned(offset)]);
  }

  storeLanes({ base, offset }: Address, value: V128): void {
    this.statements.push([base.code, value.code, 0xfd, 0x0b, 4, ...unsigned(offset)]);
  }

  storeI32({ base, offset }: Address, value: I32): void {
    this.statements.push([base.code, value.code, 0x36, 2, ...unsigned(offset)]);
  }

  /** Calls a function without result. */
  call(index: number, ...values: readonly I32[]): void {
    this.statements.push([values.map((value) => value.code), 0x10, ...unsigned(index)]);
  }

  /** Calls a function with a result. */
  callForResult(index: number, ...values: readonly I32[]): Variable<'i32'> {
    return this.let({ type: 'i32', code: [values.map((value) => value.code), 0x10, ...unsigned(index)] });
  }

  when(condition: I32, body: () => void): void {
    this.statements.push([condition.code, 0x04, 0x40, this.block(body), 0x0b]);
  }

  choose(condition: I32, body: () => void, otherwise: () => void): void {
    this.statements.push([condition.code, 0x04, 0x40, this.block(body), 0x05, this.block(otherwise), 0x0b]);
  }

  /** Runs the body at least once, and again while the condition holds after it. */
  repeatWhile(body: () => I32): void {
    let condition: I32 = i32(0);
    const inner = this.block(() => {
      condition = body();
    });
    this.statements.push([0x03, 0x40, inner, condition.code, 0x0d, 0x00, 0x0b]);
  }

  /** `counter` from `start` in steps below `end`, at least once. */
  forEach(start: I32, end: I32, step: number, body: (counter: I32) => void): void {
    const counter = this.let(start);
    this.repeatWhile(() => {
      body(counter);
      counter.set(int.add(counter, i32(step)));
      return int.less(counter, end);
    });
  }

  /** What the function returns: its last statement. */
  result(value: I32): void {
    this.statements.push(value.code);
  }

  /** Locals and body as a module wants them. */
  bytes(): number[] {
    const locals = this.locals.map((type) => [1, TYPE_BYTES[type]]);
    return flatten([...unsigned(locals.length), locals, this.statements, 0x0b]);
  }

  private block(body: () => void): Code {
    const outer = this.statements;
    this.statements = [];
    body();
    const inner = this.statements;
    this.statements = outer;
    return inner;
  }

  private variableAt<T extends Type>(type: T, index: number): Variable<T> {
    return {
      type,
      code: [0x20, ...unsigned(index)],
      set: (value) => {
        this.statements.push([value.code, 0x21, ...unsigned(index)]);
      },
    };
  }
}

function flatten(code: Code): number[] {
  const bytes: number[] = [];
  const visit = (part: Code): void => {
    for (const item of part) {
      if (typeof item === 'number') bytes.push(item);
      else visit(item);
    }
  };
  visit(code);
  return bytes;
}
