import * as assert from 'uvu/assert';
import { drawChart } from '../../../src/report/chart/draw-chart.ts';
import { derivationPage } from '../../../src/report/derivation/derivation-page.ts';
import { renderStillPage } from '../../../src/report/page/page.ts';
import { rational } from '../../../src/support/rational.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import type { WrittenDerivation } from '../../../src/symbolic/presentation/block.ts';
import { domainDrawing, pairRegion } from '../../../src/symbolic/presentation/drawn-domain.ts';
import { display, plain, prose } from '../../../src/symbolic/presentation/notation.ts';
import { suite } from '../../support/suite.ts';

const POINT = new Map([
  ['b', rational(-1n, 2n)],
  ['g1', rational(1n)],
  ['g3', rational(1n)],
]);

const [B, G1, G3] = ['b', 'g1', 'g3'].map((name) => LaurentPolynomial.variable(name));
assert.ok(B !== undefined && G1 !== undefined && G3 !== undefined);

/** One block of every kind. */
const WRITTEN: WrittenDerivation = {
  title: 'A & B',
  sections: [
    {
      heading: ['Steps <all>'],
      blocks: [
        prose`Words with ${plain('p')} & signs.`,
        display('E = 1/3', 'E = \\frac{1}{3}'),
        {
          kind: 'group',
          heading: ['chamber 1'],
          steps: [
            {
              kind: 'domains',
              drawings: [domainDrawing(plain('A'), [1, 3], pairRegion(B, [G1, G3], POINT), POINT)],
            },
          ],
          blocks: [
            {
              kind: 'checks',
              name: plain('E'),
              checks: [{ point: POINT, formula: rational(5n, 7n), closedForm: rational(5n, 7n) }],
            },
          ],
        },
      ],
    },
  ],
  remarks: ['Compared 3 < 4 times.'],
};

const ASSETS = {
  stylesheet: 'p{margin:0}',
  fonts: { regular: new Uint8Array([1]), semiBold: new Uint8Array([2]), math: new Uint8Array([3]) },
  sha256: (text: string) => `hash${text.length}`,
};

suite('derivationPage', (test) => {
  test('law: every block is on the page, its words escaped, and no script', async () => {
    const page = await derivationPage(WRITTEN, { subtitle: 'subtitle', facts: [], footer: 'end' }, drawChart);
    const html = renderStillPage(page, ASSETS);
    assert.match(html, /<title>A &amp; B<\/title>/);
    assert.match(html, /<h2>Steps &lt;all&gt;<\/h2>/);
    assert.match(html, /<mfrac><mn>1<\/mn><mn>3<\/mn><\/mfrac>/);
    assert.match(html, /<details><summary>Step by step<\/summary>\s*<figure id="domain-1"/);
    assert.match(
      html,
      /aria-label="A: of the unit square, the polygon with the corners \(1\/2, 0\), \(1, 0\), /,
    );
    assert.match(html, /x₃<\/text>/);
    assert.match(html, /<table>[\s\S]*<mn>5<\/mn><mn>7<\/mn>[\s\S]*<mn>5<\/mn><mn>7<\/mn>/);
    assert.match(html, /Compared 3 &lt; 4 times\. end/);
    assert.not.match(html, /<script|data-live|script-src/);
    assert.match(html, /style-src &#39;sha256-hash\d+&#39;/);
  });
});
