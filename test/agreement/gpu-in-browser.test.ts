/**
 * @file The gpu engines where a graphics library is at hand: in Debian's Chromium, whose SwiftShader computes WebGL2 and WebGPU on
 * the processor. The modules that run are those of the compiled package; every step is held against the reference.
 */

import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import type { GpuMode } from '../../src/numeric/training/gpu/gpu-device.ts';
import { partCount } from '../../src/numeric/training/gpu/gradient-program.ts';
import { referenceEngine } from '../../src/numeric/training/reference-engine.ts';
import type { ModelSnapshot } from '../../src/numeric/training/training-engine.ts';
import { type TrainingPlan, trainingPlan } from '../../src/numeric/training/training-plan.ts';
import { compiledPackage } from '../cli/program-under-test.ts';
import { uniformInstance } from '../numeric/training/plans.ts';
import { StepChecker } from '../numeric/training/step-checker.ts';
import { CHROMIUM } from '../support/chromium.ts';
import { suite } from '../support/suite.ts';

/** WebGL2 and WebGPU by SwiftShader, whatever else the machine has. */
const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--no-first-run', '--disable-quic', '--disable-background-networking'],
  ...[
    '--disable-component-update',
    '--disable-sync',
    '--ignore-gpu-blocklist',
    '--enable-unsafe-swiftshader',
  ],
  ...[
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
  ],
];

/** Nothing is fetched from it: every request is answered from the files below. A local name, as WebGPU demands. */
const ORIGIN = 'http://localhost';
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const PAGE = `<!doctype html><script src="/modules/gpu.js/dist/gpu-browser.js"></script>
<script>window.gpuLibrary = window.GPU; window.load = (path) => import(path);</script>
<script type="importmap">{"imports": {"gpu.js": "/shim.js", "fraction.js": "/modules/fraction.js/dist/fraction.mjs"}}</script>`;
const SHIM = 'export const { GPU, Input } = window.gpuLibrary;';

const STEPS = 12;
const PLANS: readonly TrainingPlan[] = [
  trainingPlan({
    hiddenDimension: 2,
    steps: STEPS,
    batchSize: 96,
    learningRate: 0.005,
    schedule: 'linear',
    instances: [0.2, 1].map((p, id) => uniformInstance(id, p, [1, 0.9, 0.81, 0.729, 0])),
  }),
  trainingPlan({
    hiddenDimension: 1,
    steps: STEPS,
    batchSize: 63,
    learningRate: 0.01,
    bias: 'none',
    instances: [uniformInstance(0, 0.3, [1, 0.5])],
  }),
];

type GpuModule = typeof import('../../src/numeric/training/gpu/gpu-engine.ts');

/** Models as they come out of a page. */
type PlainModel = { readonly weights: number[]; readonly bias: number[]; readonly lastLoss: number };

async function openPage(browser: Browser): Promise<Page> {
  const dist = join(await compiledPackage(), 'dist');
  const page = await (await browser.newContext()).newPage();
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ body: PAGE, contentType: 'text/html' });
    const script = pathname === '/shim.js' ? SHIM : await fileOf(pathname, dist);
    return route.fulfill({ body: script, contentType: 'text/javascript' });
  });
  await page.goto(`${ORIGIN}/`);
  return page;
}

async function fileOf(pathname: string, dist: string): Promise<string> {
  const [, place = '', ...rest] = pathname.split('/');
  const root = place === 'modules' ? MODULES : dist;
  const path = resolve(root, rest.join(sep));
  return path.startsWith(resolve(root)) ? readFile(path, 'utf8') : '';
}

/** Trains in the page, step by step; or says why it cannot. */
function trainInPage(page: Page, mode: GpuMode, plan: TrainingPlan): Promise<PlainModel[][] | string> {
  const plain = {
    ...plan,
    gradientClip: 0,
    instances: plan.instances.map(({ densities, importances, ...rest }) => ({
      ...rest,
      densities: [...densities],
      importances: [...importances],
    })),
  };
  return page.evaluate(
    async ([modeName, sent, origin]) => {
      const page = globalThis as unknown as { load(path: string): Promise<GpuModule> };
      const { gpuEngine } = await page.load(`${origin}/dist/numeric/training/gpu/gpu-engine.js`);
      const instances = sent.instances.map((instance) => ({
        ...instance,
        densities: Float64Array.from(instance.densities),
        importances: Float64Array.from(instance.importances),
      }));
      try {
        const run = gpuEngine(modeName).start({ ...sent, gradientClip: Number.POSITIVE_INFINITY, instances });
        const models: PlainModel[][] = [];
        for (let step = 0; step < sent.steps; step++) {
          await run.advance(1);
          models.push(
            (run.snapshot() as ModelSnapshot[]).map(({ weights, bias, lastLoss }) => ({
              weights: Array.from(weights),
              bias: Array.from(bias),
              lastLoss: lastLoss ?? Number.NaN,
            })),
          );
        }
        await run.dispose();
        return models;
      } catch (error) {
        return String(error);
      }
    },
    [mode, plain, ORIGIN] as const,
  );
}

function checkSteps(plan: TrainingPlan, found: readonly PlainModel[][]): void {
  let before = referenceEngine.start(plan).snapshot();
  const checkers = plan.instances.map((_, k) => new StepChecker(plan, k, partCount(plan.batchSize)));
  for (const [step, models] of found.entries()) {
    const after = models.map(
      (model): ModelSnapshot => ({
        weights: Float64Array.from(model.weights),
        bias: Float64Array.from(model.bias),
        lastLoss: model.lastLoss,
        lossTotal: 0,
        nonFiniteAt: undefined,
      }),
    );
    for (const [k, checker] of checkers.entries()) {
      checker.check(step, before[k] as ModelSnapshot, after[k] as ModelSnapshot);
    }
    before = after;
  }
}

suite('gpu engines in a browser', (test) => {
  test('agreement: every step of WebGL2 and WebGPU is the step of the reference, within the bound', async () => {
    if (CHROMIUM === undefined) {
      process.stdout.write(
        'SKIPPED gpu:webgl2, gpu:webgpu: no chromium is installed (apt-get install chromium)\n',
      );
      return;
    }
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    try {
      const page = await openPage(browser);
      let ran = 0;
      for (const mode of ['webgl2', 'webgpu'] as const) {
        for (const plan of PLANS) {
          const found = await trainInPage(page, mode, plan);
          if (typeof found === 'string') {
            process.stdout.write(`SKIPPED gpu:${mode} in chromium: ${found}\n`);
            continue;
          }
          assert.is(found.length, STEPS);
          checkSteps(plan, found);
          ran += 1;
        }
      }
      assert.ok(ran >= PLANS.length, 'chromium has WebGL2 at least');
    } finally {
      await browser.close();
    }
  });
});
