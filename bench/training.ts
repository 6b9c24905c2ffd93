/**
 * @file How fast models are trained, beside PyTorch, in one run.
 *
 *     node --import tsx bench/training.ts [SECONDS A MEASUREMENT] [PART OF A CASE'S NAME]
 *
 * A step is one optimiser step of all instances of a case, drawing the batch of 1024 included. For the wasm engine and for
 * each variant of bench/training-peer.py (as the published notebook writes it, tuned, and tuned with the gradient by hand):
 * milliseconds per step by the wall clock on two threads, and by processor time on one. Measurements alternate between the
 * two, and of several rounds the best counts, since other work on the machine disturbs every one; the ratio by processor time
 * is disturbed least. GFLOP/s count the dense form, on one core.
 *
 * The peer wants Debian's python3-torch and libopenblas0-pthread (`PYTHON` names another interpreter); without the first only our own
 * figures are printed, without the second it is slow, which is said.
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { trainInPool } from '../src/cli/training/training-pool.ts';
import { trainingPlan } from '../src/numeric/training/training-plan.ts';
import { wasmEngine } from '../src/numeric/training/wasm/wasm-engine.ts';
import { BATCH, flopsPerStep, settingsOf, TRAINING_CASES, type TrainingCase } from './training-cases.ts';

const ROUNDS = 3;
const SECONDS = Number(process.argv[2] ?? 2);
const VARIANTS = ['notebook', 'tuned', 'by hand'] as const;

interface Speed {
  /** Milliseconds per step. */
  readonly wall: number;
  readonly processor: number;
}

const NEVER: Speed = { wall: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY };

function better(a: Speed, b: Speed): Speed {
  return { wall: Math.min(a.wall, b.wall), processor: Math.min(a.processor, b.processor) };
}

interface PeerAnswer {
  readonly torch: string;
  /** `reference` is no fair peer. */
  readonly blas: string;
  readonly variants: Readonly<Record<string, Speed>>;
}

/** PyTorch in a process of its own, on so many threads. */
class Peer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(threads: number) {
    const script = new URL('training-peer.py', import.meta.url).pathname;
    this.#process = spawn(process.env['PYTHON'] ?? '/usr/bin/python3', [script, `${threads}`], {
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: `${threads}` },
    });
    this.#process.on('error', () => undefined);
    this.#process.stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Undefined if there is no PyTorch. */
  async measure(entry: TrainingCase): Promise<PeerAnswer | undefined> {
    this.#process.stdin.write(`${JSON.stringify({ ...entry, batch: BATCH, seconds: SECONDS })}\n`);
    const { value, done } = await this.#answers.next();
    return done ? undefined : JSON.parse(value);
  }

  stop(): void {
    this.#process.stdin.end();
  }
}

/** On this thread. */
async function measureAlone(entry: TrainingCase): Promise<Speed> {
  const run = wasmEngine.start(trainingPlan(settingsOf(entry, 1e9)));
  await run.advance(3);
  const started = performance.now();
  await run.advance(2);
  const slice = Math.max(1, Math.round((1000 * SECONDS) / 8 / ((performance.now() - started) / 2)));
  let best = NEVER;
  for (let round = 0; round < 8; round++) {
    const [wall, processor] = [performance.now(), process.cpuUsage()];
    await run.advance(slice);
    const { user, system } = process.cpuUsage(processor);
    best = better(best, {
      wall: (performance.now() - wall) / slice,
      processor: (user + system) / 1000 / slice,
    });
  }
  await run.dispose();
  return best;
}

/** On two worker threads, from the first report of progress to the last, so that starting them does not count. */
async function measureTogether(entry: TrainingCase, guess: number): Promise<number> {
  const steps = Math.max(50, Math.round((1000 * SECONDS) / guess));
  const heard: { step: number; time: number }[] = [];
  await trainInPool(settingsOf(entry, steps), {
    engine: 'wasm',
    workers: 2,
    onProgress: ({ step }) => heard.push({ step, time: performance.now() }),
  });
  const [first, last] = [heard[4], heard.at(-1)];
  if (first === undefined || last === undefined || last.step === first.step) return Number.POSITIVE_INFINITY;
  return (last.time - first.time) / (last.step - first.step);
}

const show = (value: number): string =>
  Number.isFinite(value) ? value.toPrecision(3).padStart(8) : '       –';

let isIntroduced = false;

/** Says once what we are compared with. */
function introduce(answer: PeerAnswer | undefined): void {
  if (isIntroduced || answer === undefined) return;
  isIntroduced = true;
  const { torch, blas } = answer;
  const warning = blas === 'reference' ? ': NO FAIR PEER, install libopenblas0-pthread' : '';
  console.log(`PyTorch ${torch} with BLAS ${blas}${warning}`);
}

const processors = cpus();
console.log(
  `${processors[0]?.model ?? 'unknown processor'}, ${processors.length} cores, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
);
const [alone, together] = [new Peer(1), new Peer(2)];
for (const entry of TRAINING_CASES.filter(({ name }) => name.includes(process.argv[3] ?? ''))) {
  let ours: Speed = NEVER;
  const peers = new Map<string, Speed>();
  for (let round = 0; round < ROUNDS; round++) {
    const one = await measureAlone(entry);
    ours = better(ours, { wall: await measureTogether(entry, one.wall), processor: one.processor });
    const [onOne, onTwo] = [await alone.measure(entry), await together.measure(entry)];
    introduce(onOne);
    for (const variant of VARIANTS) {
      const [single, double] = [onOne?.variants[variant], onTwo?.variants[variant]];
      if (single === undefined || double === undefined) continue;
      const found = { wall: Math.min(single.wall, double.wall), processor: single.processor };
      peers.set(variant, better(peers.get(variant) ?? NEVER, found));
    }
  }
  const gflops = flopsPerStep(entry) / ours.processor / 1e6;
  console.log(`\n${entry.name}: milliseconds per step`);
  console.log(
    `  ${'wasm'.padEnd(10)} wall ${show(ours.wall)}   processor ${show(ours.processor)}   ${gflops.toFixed(1)} GFLOP/s a core`,
  );
  for (const [variant, speed] of peers) {
    console.log(
      `  ${variant.padEnd(10)} wall ${show(speed.wall)} (× ${(speed.wall / ours.wall).toFixed(1)})   ` +
        `processor ${show(speed.processor)} (× ${(speed.processor / ours.processor).toFixed(1)})`,
    );
  }
  const tuned = better(peers.get('tuned') ?? NEVER, peers.get('by hand') ?? NEVER);
  if (Number.isFinite(tuned.wall)) {
    console.log(
      `  against the better of the tuned ones: wall × ${(tuned.wall / ours.wall).toFixed(1)}, processor × ` +
        `${(tuned.processor / ours.processor).toFixed(1)}; goal × ${entry.goal}, floor × ${entry.goal / 2}`,
    );
  } else {
    console.log('  no PyTorch to compare with');
  }
}
alone.stop();
together.stop();
