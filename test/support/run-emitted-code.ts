/** @file Runs programs that this project emits by their own languages, as far as these are installed. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';

const folder = mkdtempSync(join(tmpdir(), 'antipode-code-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Runs a program on points, one a line; the lines it prints. */
function runOn(command: string, args: readonly string[], lines: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(command, args, {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.is(status, 0, stderr);
  return stdout.trim().split('\n');
}

const works = (command: string, args: readonly string[]): boolean => spawnSync(command, args).status === 0;

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Debian's SymPy belongs to Debian's interpreter, which need not be the first on the path. */
const python = ['python3', '/usr/bin/python3'].find((command) => works(command, ['-c', 'import sympy']));

/** Why a language cannot run here; undefined if it can. */
export const MISSING: Readonly<Record<'c' | 'python' | 'mathematica' | 'julia', string | undefined>> = {
  c: works('cc', ['--version']) ? undefined : 'no compiler `cc` is installed',
  python: python === undefined ? 'no python3 with sympy (apt-get install python3-sympy)' : undefined,
  mathematica: python === undefined ? 'no python3 with sympy (apt-get install python3-sympy)' : undefined,
  julia: works('julia', ['--version']) ? undefined : 'no `julia` is installed',
};

/** On a line of its own, between uvu's dots. */
export function skipped(language: string, reason: string): void {
  process.stdout.write(`\nSKIPPED ${language} formulas: ${reason}\n`);
}

/** Values of a function of a Python module at rational points. */
export function runPython(module: string, name: string, points: readonly (readonly string[])[]): string[] {
  fileOf('emitted_module.py', module);
  const main = `import sys\nsys.path.insert(0, ${JSON.stringify(folder)})\nfrom emitted_module import ${name} as value\nfrom sympy import Rational\nnumber = lambda word: float(word) if '.' in word else Rational(word)\nfor line in sys.stdin: print(value(*map(number, line.split())))`;
  return runOn(python ?? '', ['-c', main], points.map(lineOf));
}

/** What functions of a Python module give for symbols, expanded. */
export function expandPython(module: string, names: readonly string[], symbols: readonly string[]): string[] {
  fileOf('emitted_module.py', module);
  const main = `import sys\nsys.path.insert(0, ${JSON.stringify(folder)})\nimport emitted_module, sympy\nfor name in sys.stdin: print(sympy.expand(getattr(emitted_module, name.strip())(*sympy.symbols("${symbols.join(' ')}"))))`;
  return runOn(python ?? '', ['-c', main], names);
}

/** Values of a function of definitions in the Wolfram Language at rational points, by SymPy's parser of that language. */
export function runMathematica(
  definitions: string,
  name: string,
  points: readonly (readonly string[])[],
): string[] {
  const source = fileOf('emitted.wl', definitions);
  const evaluator = fileURLToPath(new URL('./evaluate_mathematica.py', import.meta.url));
  return runOn(python ?? '', [evaluator, source, name], points.map(lineOf));
}

/** Values of a function of a Julia file at rational points. */
export function runJulia(file: string, name: string, points: readonly (readonly string[])[]): string[] {
  const main = `
include(ARGS[1])
number(text) = (parts = parse.(BigInt, split(text, "/")); parts[1] // get(parts, 2, big(1)))
for line in eachline(stdin)
    value = ${name}(number.(split(line))...)
    println(numerator(value), "/", denominator(value))
end`;
  return runOn('julia', ['-e', main, fileOf('emitted.jl', file)], points.map(lineOf));
}

/** Values of a function of C source at points of doubles; it must compile without warnings. */
export function runC(
  source: string,
  name: string,
  arity: number,
  points: readonly (readonly number[])[],
): number[] {
  const main = `
#include <stdio.h>
int main(void) {
  double x[${arity}];
  for (;;) {
    for (int k = 0; k < ${arity}; k++) if (scanf("%lf", &x[k]) != 1) return 0;
    printf("%.17g\\n", ${name}(${Array.from({ length: arity }, (_, k) => `x[${k}]`).join(', ')}));
  }
}`;
  const program = join(folder, 'emitted');
  const flags = ['-std=c99', '-Wall', '-Wextra', '-Werror', '-O1', '-ffp-contract=off'];
  runOn('cc', [...flags, fileOf('emitted.c', source + main), '-o', program, '-lm'], []);
  return runOn(
    program,
    [],
    points.map((point) => point.join(' ')),
  ).map(Number);
}

/** Values of a function of a JavaScript module at points of doubles. */
export async function runJavaScript(
  module: string,
  name: string,
  points: readonly (readonly number[])[],
): Promise<number[]> {
  const exported = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as Readonly<
    Record<string, (...args: number[]) => number>
  >;
  const value = exported[name];
  assert.ok(value !== undefined, `no function ${name}`);
  return points.map((point) => value(...point));
}

const lineOf = (point: readonly string[]): string => point.join(' ');
