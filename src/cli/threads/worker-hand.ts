import type { Worker } from 'node:worker_threads';

/** A worker that answers one order after the other. */
export class WorkerHand<Order, Answer> {
  readonly #worker: Worker;
  /** Rejects if the worker fails or ends. */
  readonly #failure: Promise<never>;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#failure = new Promise((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) =>
        reject(new Error(`a training worker ended early, with exit code ${code}`)),
      );
    });
    // A worker that ends between two orders is told of by the next one.
    this.#failure.catch(() => {});
  }

  ask(order: Order): Promise<Answer> {
    const answer = new Promise<Answer>((resolve) => this.#worker.once('message', resolve));
    this.#worker.postMessage(order);
    return Promise.race([answer, this.#failure]);
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
