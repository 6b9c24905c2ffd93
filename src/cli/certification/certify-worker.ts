/** @file One worker of a certification: searches below the boxes it is sent. */

import { parentPort } from 'node:worker_threads';
import type { Wave } from '../../landscape/certificate/certification.ts';
import { jobWorker } from '../../landscape/certificate/certify-minimum.ts';
import type { RoundSetting } from '../../landscape/certificate/round-setting.ts';

export type WorkerOrder =
  /** What the jobs that follow belong to. */
  | { readonly kind: 'setting'; readonly setting: RoundSetting }
  | { readonly kind: 'job'; readonly job: Wave['jobs'][number] };

const work = jobWorker();
let setting: RoundSetting | undefined;

parentPort?.on('message', (order: WorkerOrder) => {
  if (order.kind === 'setting') setting = order.setting;
  else if (setting !== undefined) parentPort?.postMessage(work(setting, order.job));
});
