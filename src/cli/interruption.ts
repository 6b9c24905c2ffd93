/**
 * @file Ctrl-C. A command that works for long asks for {@link interruptSignal} and stops between two steps; one that never
 * asks keeps Node's behaviour and ends at once. Either way files stay whole, see output/write-whole-file.ts.
 */

import { EXIT } from './exit-codes.ts';

/** Thrown by work that Ctrl-C has stopped. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor() {
    super('interrupted');
  }
}

let controller: AbortController | undefined;

/**
 * Aborts, with an {@link Interruption} as the reason, at the first SIGINT; the second ends the process at once. The same
 * signal at every call.
 */
export function interruptSignal(): AbortSignal {
  if (controller === undefined) {
    const own = new AbortController();
    controller = own;
    process.on('SIGINT', () => {
      if (own.signal.aborted) process.exit(EXIT.interrupted);
      own.abort(new Interruption());
    });
  }
  return controller.signal;
}

/** Never resolves; rejects with the signal's reason when it aborts, whether anybody waits for it or not. */
export function abortionOf(signal: AbortSignal | undefined): Promise<never> {
  const abortion = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  abortion.catch(() => {});
  return abortion;
}
