import * as assert from 'uvu/assert';
import { rational, ZERO } from '../../../src/support/rational.ts';
import { signVector } from '../../../src/symbolic/output-formula/chamber-orbits.ts';
import { vertexForms } from '../../../src/symbolic/output-formula/count-chambers.ts';
import { enumerateChambers } from '../../../src/symbolic/output-formula/enumerate-chambers.ts';
import { type ErrorTable, errorTable } from '../../../src/symbolic/output-formula/error-table.ts';
import { rowSymbols } from '../../../src/symbolic/output-formula/formula-symbols.ts';
import type { OutputChamber } from '../../../src/symbolic/output-formula/output-chamber.ts';
import { type SignTree, signTree } from '../../../src/symbolic/output-formula/sign-tree.ts';
import { strictFeasibility } from '../../../src/symbolic/output-formula/strict-feasibility.ts';
import { IMPLIED_SIGN_WEIGHT } from '../../../src/symbolic/presentation/code/program/rounding-units.ts';
import { suite } from '../../support/suite.ts';

type Asked = readonly (readonly [vertex: number, sign: 1 | -1])[];

/** Every leaf with the questions that lead to it and their answers. */
function leavesOf(tree: SignTree, asked: Asked = []): { chamber: OutputChamber; asked: Asked }[] {
  if (tree.kind === 'chamber') return [{ chamber: tree.chamber, asked }];
  const { vertex } = tree;
  return [
    ...leavesOf(tree.positive, [...asked, [vertex, 1]]),
    ...leavesOf(tree.otherwise, [...asked, [vertex, -1]]),
  ];
}

/** The weights by which asked signs imply a sign that was not asked for, added up; fails if they do not imply it. */
function impliedWeight(asked: Asked, vertex: number, sign: number, features: number): number {
  const forms = vertexForms(features);
  const scaled = (form: readonly number[] | undefined, factor: number) =>
    (form ?? []).map((value) => rational(BigInt(value * factor)));
  const found = strictFeasibility([
    ...asked.map(([each, own]) => scaled(forms[each], own)),
    scaled(forms[vertex], -sign),
  ]);
  assert.ok(found.kind === 'infeasible');
  const opposite = found.weights.at(-1) ?? ZERO;
  const sum = found.weights.slice(0, -1).reduce((total, weight) => total.add(weight), ZERO);
  return Number(sum.div(opposite).valueOf());
}

const TABLES: readonly ErrorTable[] = [0, 1, 2].flatMap((others) =>
  [true, false].map((ownReaches) => errorTable(others, ownReaches, rowSymbols('each'))),
);

suite('signTree', (test) => {
  test('law: every chamber is a leaf, once, and has the signs that lead to it', () => {
    for (const n of [1, 2, 3]) {
      const chambers = enumerateChambers(n);
      const leaves = leavesOf(signTree(chambers));
      assert.equal(leaves.map(({ chamber }) => signVector(chamber)).sort(), chambers.map(signVector).sort());
      for (const { chamber, asked } of leaves) {
        for (const [vertex, sign] of asked) assert.is(chamber.signs[vertex], sign);
      }
    }
  });

  test('law: the signs that are not asked for follow, with weights that add up to at most the number that heads rely on', () => {
    let most = 0;
    for (const { tree } of TABLES) {
      for (const { chamber, asked } of leavesOf(tree)) {
        chamber.signs.forEach((sign, vertex) => {
          if (asked.some(([each]) => each === vertex)) return;
          most = Math.max(most, impliedWeight(asked, vertex, sign, chamber.features.length));
        });
      }
    }
    assert.is(most, IMPLIED_SIGN_WEIGHT);
  });
});

suite('errorTable', (test) => {
  test('known value: chambers, and formulas up to exchange of the other features', () => {
    const counts = TABLES.map(({ servedBy, formulas }) => [servedBy.size, formulas.length]);
    assert.equal(counts, [
      [4, 4],
      [2, 2],
      [14, 14],
      [4, 4],
      [104, 66],
      [14, 10],
    ]);
  });

  test('law: the own feature is the first, in its own place', () => {
    for (const { servedBy, others } of TABLES) {
      for (const { features } of servedBy.values()) {
        assert.is(features[0], 0);
        assert.equal(
          [...features].sort(),
          Array.from({ length: others + 1 }, (_, j) => j),
        );
      }
    }
  });

  test('refusal: more features than there are tables for', () => {
    assert.throws(() => errorTable(4, true, rowSymbols('common')), /from 1 to 4 features/);
  });
});
