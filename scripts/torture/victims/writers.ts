import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { loadDataset, loadModel, planTraining, readCard, runTraining } from '../../../src/lib/index';
import { digestOf, readFiles } from '../mutants/folders';
import { COUNTS } from '../programs/counts';
import type { Victim } from '../victim';
import { prepareFaces, programCommand } from './program';
import { describeFiles } from './run-result';

async function prepared(inputs: string): Promise<undefined> {
  await prepareFaces(inputs);
}

/** Exporting a run as a release. */
export const release: Victim = {
  name: 'release',
  share: 2,
  async prepare(inputs) {
    const dataset = await prepareFaces(inputs);
    const plan = planTraining(
      { preset: 'quick', changes: { epochs: 1, batchSize: 14 }, seed: 1, folder: path.join(inputs, 'run') },
      { environment: { FER2013: 'drawn' } },
    );
    const { model } = await runTraining(plan, { dataset });
    model.dispose();
    return undefined;
  },
  command(folder, inputs) {
    const temporary = path.join(folder, 'tmp');
    mkdirSync(temporary, { recursive: true });
    return {
      ...programCommand('release', folder, inputs),
      environment: { TMPDIR: temporary, TSX_DISABLE_CACHE: '1' },
    };
  },
  async check(folder) {
    const to = path.join(folder, 'emotion');
    if (existsSync(path.join(to, 'model.json'))) (await loadModel(to)).model.dispose();
    if (existsSync(path.join(to, 'card.json'))) await readCard(to);
  },
  // The card's Markdown contains the latency, which differs each time; its numbers are in
  // card.json.
  result: (folder) =>
    Promise.resolve(
      describeFiles(folder)
        .split('\n')
        .filter((line) => !line.startsWith('emotion/README.md'))
        .join('\n'),
    ),
};

/** Saving a model over another one. */
export const save: Victim = {
  name: 'save-model',
  share: 1,
  command: (folder, inputs) => programCommand('save-model', folder, inputs),
  async check(folder) {
    const to = path.join(folder, 'model');
    if (!existsSync(path.join(to, 'model.json'))) return;
    const { model, metadata } = await loadModel(to);
    model.dispose();
    if (metadata.number !== 0 && metadata.number !== 1)
      throw new Error(`The model is number ${String(metadata.number)}.`);
  },
  result: (folder) => Promise.resolve(describeFiles(folder)),
};

/** Caching decoded images. */
export const cache: Victim = {
  name: 'cache',
  opensReadOnly: true,
  share: 1,
  prepare: prepared,
  command: (folder, inputs) => programCommand('cache', folder, inputs),
  check: () => Promise.resolve(),
  async result(folder, inputs) {
    const cacheFolder = path.join(folder, 'cache');
    const warnings: string[] = [];
    const dataset = await loadDataset(
      { kind: 'drawn faces', path: path.join(inputs, 'faces') },
      { cacheFolder, counts: null, onWarning: (warning) => warnings.push(warning) },
    );
    return [
      digestOf(dataset.images, dataset.labels, dataset.names),
      ...warnings,
      ...readdirSync(cacheFolder),
    ].join('\n');
  },
};

/** Drawing faces. */
export const faces: Victim = {
  name: 'draw-faces',
  opensReadOnly: true,
  share: 1,
  command: (folder, inputs) => programCommand('draw-faces', folder, inputs),
  check(folder) {
    const to = path.join(folder, 'faces');
    const images = existsSync(to) ? Object.keys(readFiles(to)).filter((name) => name.endsWith('.jpg')) : [];
    const all = Object.values(COUNTS)
      .flat()
      .reduce((sum, count) => sum + count, 0);
    if (existsSync(to) && images.length !== all) throw new Error(`Found ${images.length} of ${all} images.`);
    return Promise.resolve();
  },
  result: (folder) => Promise.resolve(`${readdirSync(folder).join()}\n${describeFiles(folder)}`),
};
