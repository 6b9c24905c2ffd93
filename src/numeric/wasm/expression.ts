/**
 * @file The part of WebAssembly that the kernels need, as typed expressions: each knows its type and its bytes, and takes
 * only operands of the types that the instruction takes. Opcodes: WebAssembly Core Specification 2.0, §5.4.
 */

export type Type = 'i32' | 'f64' | 'v128';

/** Bytes, nested as expressions are; flattened once, when a module is written. */
export type Code = readonly (number | Code)[];

export interface Expression<T extends Type> {
  readonly type: T;
  readonly code: Code;
}
export type I32 = Expression<'i32'>;
export type F64 = Expression<'f64'>;
export type V128 = Expression<'v128'>;

/** A place in linear memory: `base` + `offset` bytes. */
export interface Address {
  readonly base: I32;
  readonly offset: number;
}

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** Signed LEB128 of a 32-bit integer. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -64 || rest >= 64) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  return [...bytes, rest & 127];
}

function bytesOfDouble(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

function expression<T extends Type>(type: T, ...code: Code): Expression<T> {
  return { type, code };
}

export function i32(value: number): I32 {
  return expression('i32', 0x41, ...signed(value));
}

export function f64(value: number): F64 {
  return expression('f64', 0x44, ...bytesOfDouble(value));
}

/** The same double in both lanes. */
export function both(value: number): V128 {
  return expression('v128', 0xfd, 0x0c, ...bytesOfDouble(value), ...bytesOfDouble(value));
}

type Binary<T extends Type, R extends Type = T> = (a: Expression<T>, b: Expression<T>) => Expression<R>;

function binary<T extends Type, R extends Type>(result: R, ...opcode: number[]): Binary<T, R> {
  return (a, b) => expression(result, a.code, b.code, ...opcode);
}

function binaryLanes(opcode: number): Binary<'v128'> {
  return binary('v128', 0xfd, ...unsigned(opcode));
}

/** Integers. */
export const int: Readonly<
  Record<'add' | 'sub' | 'mul' | 'and' | 'or' | 'shl' | 'shr' | 'eq' | 'ne' | 'less', Binary<'i32'>>
> = {
  add: binary('i32', 0x6a),
  sub: binary('i32', 0x6b),
  mul: binary('i32', 0x6c),
  and: binary('i32', 0x71),
  or: binary('i32', 0x72),
  shl: binary('i32', 0x74),
  shr: binary('i32', 0x76),
  eq: binary('i32', 0x46),
  ne: binary('i32', 0x47),
  less: binary('i32', 0x49),
};

/** The number of zeros below the lowest bit that is set. */
export function trailingZeros(a: I32): I32 {
  return expression('i32', a.code, 0x68);
}

/** Doubles, one at a time. */
export const real: Readonly<Record<'add' | 'sub' | 'mul', Binary<'f64'>>> & {
  readonly less: Binary<'f64', 'i32'>;
} = {
  add: binary('f64', 0xa0),
  sub: binary('f64', 0xa1),
  mul: binary('f64', 0xa2),
  less: binary('i32', 0x63),
};

export function magnitude(a: F64): F64 {
  return expression('f64', a.code, 0x99);
}

/** Two doubles at a time; comparisons give a mask, all ones in the lanes where they hold. */
export const lanes: Readonly<
  Record<
    'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'lt' | 'gt' | 'le' | 'ge' | 'and' | 'or' | 'xor',
    Binary<'v128'>
  > & {
    /** The first where the second is not set. */
    readonly except: Binary<'v128'>;
  }
> = {
  add: binaryLanes(0xf0),
  sub: binaryLanes(0xf1),
  mul: binaryLanes(0xf2),
  div: binaryLanes(0xf3),
  min: binaryLanes(0xf4),
  max: binaryLanes(0xf5),
  lt: binaryLanes(0x49),
  gt: binaryLanes(0x4a),
  le: binaryLanes(0x4b),
  ge: binaryLanes(0x4c),
  and: binaryLanes(0x4e),
  except: binaryLanes(0x4f),
  or: binaryLanes(0x50),
  xor: binaryLanes(0x51),
};

/** `a` where the mask is set, `b` elsewhere. */
export function choose(mask: V128, a: V128, b: V128): V128 {
  return expression('v128', a.code, b.code, mask.code, 0xfd, 0x52);
}

export function negated(a: V128): V128 {
  return expression('v128', a.code, 0xfd, 0xed, 0x01);
}

/** `a` with one lane replaced. */
export function withLane(a: V128, lane: number, value: F64): V128 {
  return expression('v128', a.code, value.code, 0xfd, 0x22, lane);
}

/** Whether a mask is set in any lane. */
export function anyLane(mask: V128): I32 {
  return expression('i32', mask.code, 0xfd, 0x53);
}

/** The signs of both lanes, as bits 0 and 1. */
export function signBits(a: V128): I32 {
  return expression('i32', a.code, 0xfd, ...unsigned(0xc4));
}

/** A vector of two doubles. */
export function pair(a: F64, b: F64): V128 {
  return expression('v128', a.code, 0xfd, 0x14, b.code, 0xfd, 0x22, 1);
}

export function loadI32({ base, offset }: Address): I32 {
  return expression('i32', base.code, 0x28, 2, ...unsigned(offset));
}

export function loadF64({ base, offset }: Address): F64 {
  return expression('f64', base.code, 0x2b, 3, ...unsigned(offset));
}

export function loadLanes({ base, offset }: Address): V128 {
  return expression('v128', base.code, 0xfd, 0x00, 4, ...unsigned(offset));
}

/** A place whose address is known when the module is written. */
export function fixedAddress(offset: number): Address {
  return { base: i32(0), offset };
}

/** `address` moved by so many bytes, known now. */
export function moved({ base, offset }: Address, bytes: number): Address {
  return { base, offset: offset + bytes };
}
