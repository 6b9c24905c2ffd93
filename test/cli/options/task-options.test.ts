import { Command } from 'commander';
import * as assert from 'uvu/assert';
import { TASK_DEFAULTS } from '../../../src/cli/options/task-defaults.ts';
import { addTaskOptions, type TaskOptions, taskFromOptions } from '../../../src/cli/options/task-options.ts';
import { formatRational } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

function taskOf(args: string): { densities: string[]; importances: string[] } {
  const command = addTaskOptions(new Command()).exitOverride();
  command.parse(
    args.split(' ').filter((arg) => arg !== ''),
    { from: 'user' },
  );
  const { densities, importances } = taskFromOptions(command.opts<TaskOptions>(), TASK_DEFAULTS);
  return { densities: densities.map(formatRational), importances: importances.map(formatRational) };
}

suite('task options', (test) => {
  test('left out, they are the smallest interesting pair', () => {
    assert.equal(taskOf(''), { densities: ['3/10', '3/10'], importances: ['1', '1/2'] });
  });

  test('one density holds for all features, sparsity is 1 − density, and a list says how many there are', () => {
    assert.equal(taskOf('--features 3 --density .25').densities, ['1/4', '1/4', '1/4']);
    assert.equal(taskOf('--sparsity 0.9,1/2,0').densities, ['1/10', '1/2', '1']);
    assert.equal(taskOf('--importance 1,2,3,4').densities.length, 4);
  });

  test('importances are a list, or powers of a decay, or all 1', () => {
    assert.equal(taskOf('--importance 3,1e-1').importances, ['3', '1/10']);
    assert.equal(taskOf('--features 4 --importance-decay 0.9').importances, [
      '1',
      '9/10',
      '81/100',
      '729/1000',
    ]);
    assert.equal(taskOf('--features 3').importances, ['1', '1', '1']);
  });
});
