/** @file A report that uses every kind of block once. */

import { drawChart } from '../../../src/report/chart/draw-chart.ts';
import {
  type FigurePanel,
  math,
  prose,
  type ReportDocument,
  trust,
  verdict,
} from '../../../src/report/page/document.ts';
import { GALLERY } from './gallery.ts';

async function panel(name: string, description: string): Promise<FigurePanel> {
  const make = GALLERY[name];
  if (make === undefined) throw new Error(`no figure ${name} in the gallery`);
  return { drawing: await drawChart(make()), description };
}

/** All figures of the gallery in one document. */
export async function sampleReport(): Promise<ReportDocument> {
  const surface = await panel(
    'lossSurface',
    'Loss over both weights; two dark valleys where both weights agree in sign.',
  );
  const sketch = await panel('sketch', 'The unit square, shaded right of a line through the origin.');
  return {
    title: 'Two features, one dimension: where superposition begins',
    subtitle: prose`The exact expected loss of the smallest toy model of superposition, its phases, and ${math('576')} trained models that agree with it.`,
    facts: [
      { name: 'models trained', value: '576' },
      { name: 'checks that agree', value: prose`1 204 ${verdict('agrees')}` },
      { name: 'seed', value: '20260101' },
      { name: 'engine', value: 'reference' },
    ],
    abstract: [
      {
        kind: 'paragraph',
        text: prose`A model with ${math("x' = \\operatorname{ReLU}(W^{\\mathsf T}Wx + b)")} stores two sparse features in one number. Below, ${math('p')} is the density and ${math('r = I_2/I_1')} the relative importance. ${{ kind: 'strong', text: 'Every number says how far it can be trusted.' }}`,
      },
    ],
    sections: [
      {
        id: 'derivation',
        title: 'The loss, derived',
        content: [
          {
            kind: 'paragraph',
            text: prose`Multiply the densities out over the active sets ${math('A')}, and restrict each integral to where the ReLU is on (${{ kind: 'figure-reference', figure: 'domain' }}):`,
          },
          {
            kind: 'math',
            tex: 'L = \\sum_{i} I_i \\sum_{A} P(A) \\int_{[0,1]^A} \\bigl(x_i - (w_i\\, w\\cdot x)_+\\bigr)^2 \\,\\mathrm dx, \\qquad \\int_D \\operatorname{ReLU}(f) = \\int_{D\\cap\\{f>0\\}} f. \\tag{1}',
          },
          {
            kind: 'details',
            summary: prose`The case ${math('w_1 > 0 > w_2')}, step by step`,
            content: [
              {
                kind: 'math',
                tex: '\\begin{aligned} L &= \\frac{p(1-p)}{3}\\left[(1-w_1^2)^2 + r(1-w_2^2)^2\\right] + p^2 \\iint_{w_1x_1+w_2x_2>0} \\cdots \\\\ &= \\frac{1+r}{6}p^2 \\quad\\text{at } w = (1,-1). \\end{aligned}',
              },
              { kind: 'code', text: 'antipode derive --features 2 --hidden 1 --bias none' },
            ],
          },
          {
            kind: 'figure',
            id: 'domain',
            panels: [sketch, sketch, sketch],
            caption: prose`The restricted domain for three ratios ${math('w_2/w_1')}.`,
          },
        ],
      },
      {
        id: 'phases',
        title: 'Three phase diagrams, not one',
        content: [
          {
            kind: 'figure',
            id: 'hand-picked',
            panels: [
              await panel('handPickedDiagram', 'Phase diagram with three regions meeting at the top.'),
            ],
            caption: prose`The published diagram, from closed forms ${trust('exact')}. The boundary is ${math('r = \\frac{2p}{4-5p}')}.`,
          },
          {
            kind: 'figure',
            id: 'difference',
            width: 'wide',
            panels: [
              await panel('phaseDifference', 'Striped where two phase maps differ.'),
              await panel('lossRatio', 'Ratio of losses.'),
            ],
            caption: 'Stripes show both phases where the two maps differ.',
          },
          {
            kind: 'callout',
            tone: 'result',
            title: 'What differs',
            content: [
              {
                kind: 'list',
                items: [
                  prose`antipodal pairs deform: ${math('|w_2| < |w_1|')} off ${math('r = 1')}`,
                  'features are confused at high density',
                ],
              },
            ],
          },
        ],
      },
      {
        id: 'surfaces',
        title: 'Loss surfaces',
        content: [
          {
            kind: 'figure',
            id: 'surface',
            width: 'wide',
            panels: [surface, surface],
            caption: 'Dark is low. Dotted lines are chamber walls.',
          },
        ],
      },
      {
        id: 'training',
        title: 'Trained models',
        content: [
          {
            kind: 'figure',
            id: 'trained',
            panels: [await panel('trainedDiagram', 'Dots of trained models over the exact map.')],
            caption: 'Trained over exact.',
          },
          {
            kind: 'figure',
            id: 'excess',
            panels: [await panel('excess', 'Two swarms of dots.')],
            caption: 'Excess loss.',
          },
          {
            kind: 'table',
            caption: prose`Agreement, check by check.`,
            columns: [
              { heading: 'check' },
              { heading: prose`expected` },
              { heading: 'observed', align: 'number' },
              { heading: 'trust' },
              { heading: 'verdict' },
            ],
            rows: [
              [
                'triple point',
                prose`${math('(1, 4/7)')}`,
                '0.571428571',
                trust('enclosed'),
                verdict('agrees'),
              ],
              ['loss there', prose`${math('16/147')}`, '0.108843537', trust('exact'), verdict('agrees')],
              ['sampled loss', '0.0833', '0.0834 ± 0.0002', trust('sampled'), verdict('inconclusive')],
              ['a wrong formula', '0.1000', '0.0833', trust('rounded'), verdict('disagrees')],
            ],
          },
          {
            kind: 'callout',
            tone: 'note',
            title: 'Read this way',
            content: [{ kind: 'paragraph', text: 'A note.' }],
          },
        ],
      },
    ],
    footer: prose`Made by ${{ kind: 'link', href: 'https://example.org/', text: 'antipode' }}; every figure is in this folder as SVG and PNG.`,
  };
}
