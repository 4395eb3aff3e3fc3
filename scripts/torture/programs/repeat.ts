import path from 'node:path';
import sharp from 'sharp';
import { classify, decodeImage, loadDataset, loadModel, tf } from '../../../src/lib/index';
import { projectRoot } from '../project-root';
import { memoryOf } from '../../shared/process-memory';

/** The measurements of {@link repeat}. */
export interface Repeated {
  /** Growth of memory in bytes after the first quarter, in which pools fill. */
  grown: number;
  /** Growth of the number of tensors after the first quarter. */
  tensors: number;
  peakBytes?: number;
}

const shipped = path.join(projectRoot, 'models', 'emotion');
const pixels = Uint8Array.from({ length: 2304 }, (_, i) => i % 256);

/** Creates each task with what it needs. */
const TASKS: Readonly<Record<string, (inputs: string) => Promise<() => Promise<unknown>>>> = {
  async predictions() {
    const { model } = await loadModel(shipped);
    return () => classify(model, pixels);
  },
  'model-loads': () =>
    Promise.resolve(async () => {
      const { model } = await loadModel(shipped);
      model.dispose();
    }),
  'dataset-loads': (inputs) =>
    Promise.resolve(() =>
      loadDataset(
        { kind: 'drawn faces', path: path.join(inputs, 'faces') },
        { cacheFolder: path.join(inputs, 'cache'), counts: null },
      ),
    ),
  async pictures() {
    const create = { width: 300, height: 200, channels: 3, background: '#88a' } as const;
    const png = await sharp({ create }).png().toBuffer();
    return () => decodeImage(png);
  },
};

/**
 * Repeats a task, and measures the growth of memory.
 *
 * @param inputs the folder that the task reads from
 */
export async function repeat(
  what: string,
  { times, inputs }: { times: number; inputs: string },
): Promise<Repeated> {
  const task = await TASKS[what](inputs);
  for (let i = 0; i < times / 4; i++) await task();
  const [before, tensorsBefore] = [memoryOf(process.pid, 'VmRSS') ?? 0, tf.memory().numTensors];
  for (let i = 0; i < (times * 3) / 4; i++) await task();
  return {
    grown: (memoryOf(process.pid, 'VmRSS') ?? 0) - before,
    tensors: tf.memory().numTensors - tensorsBefore,
    peakBytes: memoryOf(process.pid, 'VmHWM'),
  };
}
