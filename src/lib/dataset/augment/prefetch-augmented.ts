import path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { expectation } from '../../errors';
import { augmentImages, type AugmentationOptions } from './augment-images';

/** The arguments of one call of `augmentImages`. The pixels are given away. */
export interface ToAugment {
  /** `[n * 48 * 48]` */
  pixels: Uint8Array;
  options: AugmentationOptions & { seed: number };
}

/** What the thread sends back. */
type Answer = { images: Float32Array } | { error: Error };

/** Far more than the largest batch takes: a thread that is gone must not stop a training without a word. */
const PATIENCE_MS = 120_000;

/** One for all; it does not keep the process alive. */
let thread: Worker | undefined;

/**
 * What `augmentImages` makes of one part after the other; from the second on each is made in another thread while the caller works with
 * the one before. TensorFlow keeps JavaScript waiting, and now and then leaves a core idle.
 *
 * @param count how many parts there are
 * @param part gives each, from 0
 * @throws ExpectationError when the thread does not answer
 * @example for (const images of prefetchAugmented(449, (step) => ({ pixels: pixelsOf(step), options: { flip: 0.5, seed: step } }))) train(images);
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
  const begin = (index: number) => {
    const next = part(index);
    port.postMessage(next, [next.pixels.buffer as ArrayBuffer]);
  };
  try {
    begin(1);
    yield augmentImages(pixels, options);
    for (let index = 1; index < count; index++) {
      const images = waitFor(port, answers);
      if (index + 1 < count) begin(index + 1);
      yield images;
    }
  } finally {
    port.close();
  }
}

function startThread(): Worker {
  // Without the arguments of the parent, which may be a loader's or a test runner's.
  const worker = new Worker(path.join(__dirname, 'augment-worker.cjs'), { execArgv: [] });
  worker.unref();
  return worker;
}

/** Without the event loop, since a plain `for` loop asks for batches. */
function waitFor(port: MessagePort, answers: Int32Array): Float32Array {
  for (;;) {
    const count = Atomics.load(answers, 0);
    const received = receiveMessageOnPort(port);
    if (received) {
      const answer = received.message as Answer;
      if ('error' in answer) throw answer.error;
      return answer.images;
    }
    if (Atomics.wait(answers, 0, count, PATIENCE_MS) === 'timed-out')
      throw expectation('the thread that augments', {
        expectation: `to answer within ${PATIENCE_MS / 1000} s`,
        found: 'no answer',
        advice: 'Start the run again: it resumes from its checkpoint.',
      });
  }
}
