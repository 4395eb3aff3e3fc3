import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Callback } from './callback';
import {
  checkSettings,
  modelTensors,
  readCheckpoint,
  restoreRun,
  runTensors,
  writeCheckpoint,
  type RunSettings,
} from './checkpoint-state';

/** What {@link checkpoint} keeps, and where. */
export interface CheckpointOptions {
  /** The run's folder; made when it is not there. */
  folder: string;
  /**
   * Whatever decides the run's result: architecture, data, batch size, seed, number of epochs … A checkpoint with other
   * settings is not resumed.
   */
  settings?: RunSettings;
  /** Go on from the folder's last checkpoint, if there is one; otherwise it is deleted. */
  resume?: boolean;
}

/** The file names of a run's two checkpoints. */
export const CHECKPOINT_FILES = { best: 'best.safetensors', last: 'last.safetensors' } as const;

/**
 * A callback that keeps two checkpoints after every epoch: `best.safetensors`, the weights with the highest validation accuracy
 * (the averaged ones, if the run averages), and `last.safetensors`, all that the run needs to go on from there; and that
 * goes on from there when the run is started again: the counterpart of Keras's ModelCheckpoint and BackupAndRestore.
 * Whatever kills the process, both files are whole, and the resumed run is the same as one that nobody stopped.
 *
 * @throws ExpectationError (at the run's begin) when the last checkpoint is damaged or of a run with other settings
 * @example checkpoint({ folder: 'models/runs/drawn-quick-compact', settings: { batchSize: 64, seed: 42 } })
 */
export function checkpoint({ folder, settings = {}, resume = true }: CheckpointOptions): Callback {
  const best = path.join(folder, CHECKPOINT_FILES.best);
  const last = path.join(folder, CHECKPOINT_FILES.last);
  let highest = -Infinity;
  return {
    async onTrainBegin(run) {
      await mkdir(folder, { recursive: true });
      highest = -Infinity;
      await removeUnfinished(folder);
      if (!resume) await Promise.all([best, last].map((file) => rm(file, { force: true })));
      if (!existsSync(last)) return;
      const found = await readCheckpoint(last);
      checkSettings(found, settings);
      await restoreRun(found, run);
      if (existsSync(best)) highest = Math.max(...run.history.map(({ valAccuracy }) => valAccuracy));
    },
    async onEpochEnd(run, { valAccuracy }) {
      const { model, history, weightAverage } = run;
      const state = { history, settings, averageSteps: weightAverage?.state()?.steps ?? 0 };
      // First the best, then the last: a run killed in between does this epoch again and writes the same best again.
      if (valAccuracy > highest) {
        highest = valAccuracy;
        const capture = () => modelTensors(model);
        const tensors = await (weightAverage ? weightAverage.use(capture) : capture());
        await writeCheckpoint(best, { ...state, tensors });
      }
      await writeCheckpoint(last, { ...state, tensors: await runTensors(run) });
    },
  };
}

/** What a process that was killed while it wrote a checkpoint left behind. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^\.(best|last)\.safetensors\..*\.tmp$/.test(name)) await rm(path.join(folder, name));
  }
}
