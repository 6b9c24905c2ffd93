/** @file `antipode minima --certify --density-range`: the phase of the global minimum over a box of parameters. */

import { setImmediate } from 'node:timers/promises';
import {
  type PhaseCertificationResult,
  phaseCertification,
} from '../../../landscape/certificate/certify-phase.ts';
import { formatPhaseCertificateFile } from '../../../model/file/phase-certificate-file.ts';
import type { Ends } from '../../../model/phase-certificate.ts';
import { UsageError } from '../../../support/errors.ts';
import { formatRational, ONE } from '../../../support/rational.ts';
import type { TaskOptions } from '../../options/task-options.ts';
import type { JsonDocument } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import { requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';
import { type CertifyOptions, searchEnd } from './certify-options.ts';
import type { MinimaOptions } from './minima-findings.ts';

const ALWAYS_ONE: Ends = [ONE, ONE];

/**
 * @throws {@link UsageError} if the task is not a pair in one dimension without bias; the signal's reason after Ctrl-C, when there is
 *   nothing to keep.
 */
export async function certifyPhaseBox(
  density: Ends,
  options: TaskOptions & MinimaOptions & CertifyOptions,
  output: Output,
): Promise<void> {
  const { features = 2, hidden, bias, importanceRange: importance = ALWAYS_ONE, certificate: path } = options;
  if (features !== 2 || hidden !== 1 || bias !== 'none') {
    throw new UsageError(
      '--density-range: phases over ranges are proved for --features 2 --hidden 1 --bias none; elsewhere certify single parameters',
    );
  }
  if (path !== undefined) await requireWritable(path);
  const { signal, isOver } = searchEnd(options);
  const progress = output.progress('certifying the phase', 100, '%');
  const steps = phaseCertification(density, importance);
  let step = steps.next();
  while (step.done !== true) {
    progress.update(100 * step.value);
    // A turn of the event loop, in which Ctrl-C is heard.
    await setImmediate();
    step = steps.next(!isOver());
  }
  const result = step.value;
  progress.finish();
  signal.throwIfAborted();
  if (path !== undefined) {
    if (result.status === 'certified') {
      const text = formatPhaseCertificateFile(result.certificate);
      await writeWholeFile(path, text);
      output.note(`certificate: ${path}, ${text.length} bytes`);
    } else output.note(`nothing was proved: ${path} is not written`);
  }
  await output.deliver(documentOf(density, importance, result), () => textOf(density, importance, result));
}

function phaseOf(result: PhaseCertificationResult): string {
  return result.status === 'certified' ? result.certificate.phase : result.phase;
}

function documentOf(density: Ends, importance: Ends, result: PhaseCertificationResult): JsonDocument {
  return {
    schema: 'antipode/certified-phase@1',
    density: density.map(formatRational),
    importance: importance.map(formatRational),
    status: result.status,
    phase: phaseOf(result),
    ...(result.status === 'certified'
      ? { boxes: result.certificate.trees.reduce((sum, tree) => sum + tree.length, 0) }
      : { reason: result.reason === 'stuck' ? 'stuck' : 'time-limit' }),
  };
}

function textOf(density: Ends, importance: Ends, result: PhaseCertificationResult): string {
  const [p, r] = [density, importance].map((ends) => ends.map(formatRational).join(' to '));
  const place = `n = 2, m = 1 without bias, density ${p}, importance 1, ${r}`;
  if (result.status === 'certified') {
    return `${place}\nCertified: at all of these every global minimum is ${result.certificate.phase}.`;
  }
  return result.reason === 'stuck'
    ? `${place}\nNot certified: ${result.phase} in the middle, but another phase wins, ties or comes too close somewhere.`
    : `${place}\nNot certified in time: ${result.phase} in the middle.`;
}
