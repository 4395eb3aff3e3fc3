import path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { expectation } from '../../errors';
import { augmentImages, type AugmentationOptions } from './augment-images';

/** The arguments of one call of `augmentImages`. The pixels are transferred to the worker. */
export interface ToAugment {
  /** `[n * 48 * 48]` */
  pixels: Uint8Array;
  options: AugmentationOptions & { seed: number };
}

/** What the worker sends back. */
type Answer = { images: Float32Array } | { error: Error };

/**
 * Far longer than the largest batch takes: training must not hang silently if the worker is gone.
 */
const TIMEOUT_MS = 120_000;

/** Shared by all calls; it does not keep the process alive. */
let thread: Worker | undefined;

/**
 * Yields the augmented images of one part after another. From the second part on, a worker thread
 * augments the next part while the caller works on the current one: JavaScript would otherwise be
 * idle while TensorFlow computes, and TensorFlow leaves a core idle now and then.
 *
 * @param count the number of parts
 * @param part returns a part by its index, from 0
 * @throws ExpectationError when the worker does not answer
 * @example
 * for (const images of prefetchAugmented(449, (step) => ({
 *   pixels: pixelsOf(step),
 *   options: { flip: 0.5, seed: step },
 * })))
 *   train(images);
 */
export function* prefetchAugmented(
  count: number,
  part: (index: number) => ToAugment,
): Generator<Float32Array, void> {
  const { pixels, options } = part(0);
  if (count === 1) {
    yield augmentImages(pixels, options);
    return;
  }
  thread ??= startThread();
  const { port1: port, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  thread.postMessage({ port: port2, answers }, [port2]);
  const request = (index: number) => {
    const next = part(index);
    port.postMessage(next, [next.pixels.buffer as ArrayBuffer]);
  };
  try {
    request(1);
    yield augmentImages(pixels, options);
    for (let index = 1; index < count; index++) {
      const images = waitFor(port, answers);
      if (index + 1 < count) request(index + 1);
      yield images;
    }
  } finally {
    port.close();
  }
}

function startThread(): Worker {
  // Without the parent's arguments, which may be those of a loader or a test runner.
  const worker = new Worker(path.join(__dirname, 'augment-worker.cjs'), { execArgv: [] });
  worker.unref();
  return worker;
}

/** Blocks the event loop, since a plain `for` loop asks for batches. */
function waitFor(port: MessagePort, answers: Int32Array): Float32Array {
  for (;;) {
    const count = Atomics.load(answers, 0);
    const received = receiveMessageOnPort(port);
    if (received) {
      const answer = received.message as Answer;
      if ('error' in answer) throw answer.error;
      return answer.images;
    }
    if (Atomics.wait(answers, 0, count, TIMEOUT_MS) === 'timed-out')
      throw expectation('the thread that augments images', {
        expectation: `to answer within ${TIMEOUT_MS / 1000} s`,
        found: 'no answer',
        advice: 'Start the run again: it resumes from its checkpoint.',
      });
  }
}
