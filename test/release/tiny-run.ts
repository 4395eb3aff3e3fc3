import path from 'node:path';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { planTraining, runTraining } from '../../src/lib/run/index';
import { tinyFaces } from '../run/tiny-faces';

/** A run of some epochs on a few drawn faces, in a folder of the test's. */
export async function tinyRun(
  root: string,
  {
    epochs = 2,
    name = 'run',
    dataset: given,
    environment,
  }: {
    epochs?: number;
    name?: string;
    dataset?: Dataset;
    environment?: Record<string, string>;
  } = {},
): Promise<{ dataset: Dataset; runFolder: string }> {
  const dataset = given ?? (await tinyFaces(root));
  const plan = planTraining(
    { preset: 'quick', changes: { epochs, batchSize: 14 }, seed: 3, folder: name },
    { environment: { FER2013: 'drawn', ...environment }, root },
  );
  const { model } = await runTraining(plan, { dataset, commit: 'abc123' });
  model.dispose();
  return { dataset, runFolder: path.join(root, name) };
}
