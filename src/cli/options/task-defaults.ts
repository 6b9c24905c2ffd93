import { rational } from '../../support/rational.ts';
import type { TaskDefaults } from './task-options.ts';

/** The smallest model with an interesting landscape: two minima, one of them the global one. */
export const TASK_DEFAULTS: TaskDefaults = {
  features: 2,
  density: rational(3n, 10n),
  importance: [rational(1n), rational(1n, 2n)],
};
