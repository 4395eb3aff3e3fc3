// A small program as a user of the library would write it, to be killed: run.ts <what> <folder>
// <inputs>.
import path from 'node:path';
import {
  createModel,
  drawFaces,
  exportRelease,
  loadDataset,
  planTraining,
  predict,
  runTraining,
  saveModel,
  type Dataset,
} from '../../../src/lib/index';
import { digestOf } from '../mutants/folders';
import { COUNTS, FACES_SEED } from './counts';
import { repeat } from './repeat';

const [what, folder, inputs, ...rest] = process.argv.slice(2);

function openFaces(): Promise<Dataset> {
  const source = { kind: 'drawn faces', path: path.join(inputs, 'faces') } as const;
  return loadDataset(source, { cacheFolder: path.join(inputs, 'cache'), counts: null });
}

async function trainInto(changes: { epochs: number; teachers?: number }): Promise<void> {
  const dataset = await openFaces();
  const teaching = changes.teachers ? { teacherShare: 0.5 } : {};
  const plan = planTraining(
    {
      preset: 'quick',
      seed: 1,
      folder: path.join(folder, 'run'),
      changes: { batchSize: 14, ...changes, ...teaching },
    },
    { environment: { FER2013: 'drawn', RUNS: folder } },
  );
  console.log('ready');
  await runTraining(plan, { dataset });
}

const TASKS: Readonly<Record<string, () => Promise<unknown>>> = {
  training: () => trainInto({ epochs: 4 }),
  teachers: () => trainInto({ epochs: 2, teachers: 1 }),
  async release() {
    const dataset = await openFaces();
    console.log('ready');
    await exportRelease(path.join(inputs, 'run'), path.join(folder, 'emotion'), {
      dataset,
      latencyRepeats: 2,
    });
  },
  async 'save-model'() {
    const models = [1, 2].map((seed) => createModel({ architecture: 'compact', seed }));
    console.log('ready');
    // One model overwrites the other several times: the folder always contains one of the two.
    for (let i = 0; i < 6; i++)
      await saveModel(models[i % 2], path.join(folder, 'model'), { metadata: { number: i % 2 } });
  },
  async cache() {
    console.log('ready');
    const source = { kind: 'drawn faces', path: path.join(inputs, 'faces') } as const;
    await loadDataset(source, { cacheFolder: path.join(folder, 'cache'), counts: null });
  },
  async poisoned() {
    const [batchSize, precision] = rest;
    const dataset = await openFaces();
    const plan = planTraining(
      {
        ...{ preset: 'quick', seed: 1, precision: precision as 'auto' | 'float32' },
        folder: path.join(folder, `run-${process.pid}`),
        changes: { epochs: 2, batchSize: Number(batchSize) },
      },
      { environment: { FER2013: 'drawn' } },
    );
    const { model, history } = await runTraining(plan, { dataset });
    const scores = history.map(({ loss, valLoss, valAccuracy }) => [loss, valLoss, valAccuracy]);
    console.log(`result history ${JSON.stringify(scores)}`);
    console.log(`result predictions ${digestOf(await predict(model, dataset))}`);
  },
  async leaks() {
    const [task, times] = rest;
    console.log(`result ${JSON.stringify(await repeat(task, { times: Number(times), inputs }))}`);
  },
  async 'draw-faces'() {
    console.log('ready');
    await drawFaces(path.join(folder, 'faces'), { counts: COUNTS, seed: FACES_SEED });
  },
};

TASKS[what]().then(
  () => console.log('done'),
  (error: unknown) => {
    const { name, message } = error as Error;
    console.error(`${name}: ${message}`);
    process.exitCode = 1;
  },
);
