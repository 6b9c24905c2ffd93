import * as assert from 'uvu/assert';
import { lossScale } from '../../../src/report/chart/loss-scale.ts';
import { labelSides } from '../../../src/report/chart/point-labels.ts';
import { suite } from '../../support/suite.ts';

const PANEL = { width: 200, height: 100 };

suite('pictures of surfaces', (test) => {
  test('known value: a label stands to the right, or where there is room, or nowhere', () => {
    assert.equal(labelSides([{ x: 50, y: 50, label: 'pair' }], PANEL), ['right']);
    assert.equal(labelSides([{ x: 190, y: 50, label: 'pair' }], PANEL), ['left']);
    // Of three in a row each takes what the ones before leave.
    const row = [50, 62, 74].map((x) => ({ x, y: 50, label: 'pair' }));
    assert.equal(labelSides(row, PANEL), ['left', 'above', 'right']);
    assert.equal(
      labelSides([{ x: 100, y: 50, label: 'much too long for a panel as narrow as that' }], PANEL),
      ['none'],
    );
    assert.equal(labelSides([{ x: 100, y: 50, label: '' }], PANEL), ['none']);
  });

  test('law: two minima of nearly equal loss are apart in colour', () => {
    const values = Array.from({ length: 41 }, (_, k) => (k - 20) / 10);
    for (const gap of [1e-1, 1e-2, 1e-3]) {
      const loss = values.map((y) => values.map((x) => (x * x - 1) ** 2 + y * y + (x > 0 ? gap : 0)));
      const scale = lossScale({
        loss,
        marks: [
          { x: -1, y: 0, loss: 0, kind: 'global minimum', label: '' },
          { x: 1, y: 0, loss: gap, kind: 'local minimum', label: '' },
        ],
      });
      assert.is(scale.fraction(0), 0);
      assert.ok(scale.fraction(gap) > 0.03, `${gap}: ${scale.fraction(gap)}`);
    }
  });
});
