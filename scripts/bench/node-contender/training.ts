import {
  type Architecture,
  createBatches,
  type Batch,
  loadDataset,
  selectSplit,
  tf,
} from '../../../src/lib/index';
import { fresh, type Source } from './data';
import { network, noiseBatch } from './networks';

/**
 * What both sides do to an image: what Keras' ImageDataGenerator can do, as in
 * ../keras-contender/data.py.
 */
const AUGMENTATION = {
  flip: 0.5,
  shift: 0.08,
  rotation: 8,
  zoom: 0.08,
  brightness: 0.1,
  fill: 'nearest',
} as const;

/**
 * Some steps on one batch of noise. The one before them is not counted, here and in the other
 * contenders: the processor's caches hold what the last one worked on.
 */
export async function train({
  architecture,
  batch,
  steps,
}: {
  architecture: Architecture;
  batch: number;
  steps: number;
}) {
  const model = await network(architecture);
  const { x, y } = noiseBatch(batch);
  await model.trainOnBatch(x, y);
  const began = performance.now();
  for (let step = 0; step < steps; step++) await model.trainOnBatch(x, y);
  const seconds = (performance.now() - began) / 1000;
  tf.dispose([x, y]);
  return { images: batch * steps, seconds };
}

let rest: Iterator<Batch, void> | undefined;
/** Of the epoch that {@link steps} trains on. */
let position = 0;

/** The next steps of an epoch from the files, augmented (`files`), or as many on one batch (`batch`). */
export async function steps({
  way,
  ...task
}: {
  way: 'files' | 'batch';
  architecture: Architecture;
  batch: number;
  steps: number;
  source: Source;
  cache: string;
  trainImages: number;
}) {
  if (way === 'batch') return train(task);
  if (position + 1 + task.steps > Math.floor(task.trainImages / task.batch)) position = 0;
  // As on one batch, the first is not counted.
  await epoch({ ...task, begin: position, end: position + 1 });
  const begin = position + 1;
  position = begin + task.steps;
  return epoch({ ...task, begin, end: position });
}

/**
 * The batches from `begin` to `end` of an epoch; the first of them include decoding the images from
 * their files.
 */
export async function epoch({
  architecture,
  batch,
  source,
  cache,
  begin,
  end,
}: {
  architecture: Architecture;
  batch: number;
  source: Source;
  cache: string;
  begin: number;
  end: number;
}) {
  const model = await network(architecture);
  const cacheFolder = begin === 0 ? fresh(cache) : cache;
  const began = performance.now();
  if (begin === 0) {
    const dataset = selectSplit(await loadDataset(source, { cacheFolder }), 'train');
    const options = { batchSize: batch, seed: 1, epoch: 0, augmentation: AUGMENTATION };
    rest = createBatches(dataset, options)[Symbol.iterator]();
  }
  if (!rest) throw new Error('Expected an epoch to begin with its first batch but found none before.');
  let images = 0;
  for (let step = begin; step < end; step++) {
    const next = rest.next();
    if (next.done) throw new Error(`Expected the epoch to have a batch ${step + 1} but found its end.`);
    await model.trainOnBatch(next.value.x, next.value.y);
    images += next.value.indices.length;
    next.value.dispose();
  }
  return { images, seconds: (performance.now() - began) / 1000 };
}
