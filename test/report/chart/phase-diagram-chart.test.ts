import * as assert from 'uvu/assert';
import { drawChart } from '../../../src/report/chart/draw-chart.ts';
import { phaseDiagramChart } from '../../../src/report/chart/phase-diagram-chart.ts';
import { suite } from '../../support/suite.ts';

const SIDE = 12;

/** Antipodal all over, but for the given cells of the top row. */
function diagramWith(others: Readonly<Record<number, string>>, featureCount?: number) {
  const axis = Array.from({ length: SIDE }, (_, k) => 10 ** (-k / 4));
  return phaseDiagramChart({
    title: 'a diagram',
    subtitle: '',
    densities: axis,
    importances: axis.toReversed(),
    phase: axis.map((_, row) => axis.map((__, k) => (row === 0 ? others[k] : undefined) ?? 'antipodal')),
    ...(featureCount === undefined ? {} : { featureCount }),
  });
}

async function wordsOf(chart: ReturnType<typeof diagramWith>): Promise<string[]> {
  const { svg } = await drawChart(chart);
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, words = '']) => words);
}

suite('phaseDiagramChart', (test) => {
  test('a region without room for its name is in the legend, and no other is', async () => {
    const words = await wordsOf(diagramWith({ 5: 'confused' }));
    assert.is(words.filter((each) => each === 'confused features').length, 1);
    // On the region itself, over its halo.
    assert.is(words.filter((each) => each === 'superposition: antipodal').length, 2);
    assert.not.ok((await wordsOf(diagramWith({}))).includes('confused features'));
  });

  test('the importance is named after the last feature', async () => {
    assert.ok((await wordsOf(diagramWith({}))).some((each) => each.includes('r = I₂ / I₁')));
    assert.ok((await wordsOf(diagramWith({}, 12))).some((each) => each.includes('r = I₁₂ / I₁')));
  });
});
