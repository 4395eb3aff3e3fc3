import { constants, existsSync } from 'node:fs';
import { access, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expectation, ExpectationError } from '../errors';
import { lockFolder } from '../files/lock-folder';
import { makeFolder } from '../files/make-folder';
import { writeError } from '../files/write-error';
import type { Callback, Run } from './callback';
import {
  checkSettings,
  readCheckpoint,
  restoreCheckpoint,
  writeCheckpoint,
  type RunSettings,
} from './checkpoint-file';
import { canRestore, captureRun, validatedWeights } from './run-state';

/** What {@link modelCheckpoint} keeps, and where. */
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
 * Whatever kills the process, both files are whole, and the resumed run is the same as one that nobody stopped. The
 * folder is the run's alone as long as it takes. Where the run is finished nothing is written.
 *
 * @throws ExpectationError (at the run's begin) when another training uses the folder, when the last checkpoint is damaged or of a
 *   run with other settings, or when the folder can't be written to
 * @example modelCheckpoint({ folder: 'models/runs/drawn-quick-compact', settings: { batchSize: 64, seed: 42 } })
 */
export function modelCheckpoint({ folder, settings = {}, resume = true }: CheckpointOptions): Callback {
  const best = path.join(folder, CHECKPOINT_FILES.best);
  const last = path.join(folder, CHECKPOINT_FILES.last);
  let highest = -Infinity;
  let lock: ReturnType<typeof lockFolder> | undefined;
  return {
    async onTrainBegin(run) {
      highest = -Infinity;
      await makeFolder(folder);
      lock = lockFolder(folder, TRAINING_LOCK);
      if (!resume) await Promise.all([best, last].map(remove));
      if (existsSync(last)) {
        const found = await readCheckpoint(last);
        checkSettings(found, settings);
        await restoreCheckpoint(found, run);
        if (existsSync(best)) {
          // Read now, since its damage is not to come to light only after hours.
          await readCheckpoint(best);
          highest = Math.max(...run.history.map(({ valAccuracy }) => valAccuracy));
        }
      }
      if (run.history.length < run.epochs) await prepare(folder, run);
    },
    async onEpochEnd({ model, history, state }, { valAccuracy }) {
      const rest = { history, settings, averageSteps: state!.averageSteps };
      try {
        // First the best, then the last: a run killed in between does this epoch again and writes the same best again.
        if (valAccuracy > highest) {
          highest = valAccuracy;
          await writeCheckpoint(best, { ...rest, tensors: validatedWeights(state!, model) });
        }
        await writeCheckpoint(last, { ...rest, tensors: state!.tensors });
      } catch (error) {
        const kept = history.length - 1;
        if (error instanceof ExpectationError && kept > 0)
          error.message += ` The run is kept up to epoch ${kept}: running the same training again resumes there.`;
        throw error;
      }
    },
    onTrainEnd() {
      lock?.release();
      lock = undefined;
    },
  };
}

/** What a second training in the same folder is told. */
export const TRAINING_LOCK = {
  work: 'training',
  advice: 'Wait for its end, or train into another folder.',
} as const;

/** Makes sure that what the run comes to can be kept, before an epoch is spent on it. */
async function prepare(folder: string, run: Run): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw writeError(folder, { error, what: 'a folder that can be written to' });
  }
  if (!canRestore(await captureRun(run)))
    throw expectation('the optimizer', {
      expectation: 'one whose state can be kept in a checkpoint',
      found: run.model.optimizer.getClassName(),
      advice: 'Take Muon, AdamW, tf.train.adam or tf.train.sgd.',
    });
  // What a process that was killed while it wrote a checkpoint left behind: nobody else writes here.
  for (const name of await readdir(folder))
    if (/^\.(best|last)\.safetensors\..*\.tmp$/.test(name)) await remove(path.join(folder, name));
}

async function remove(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw writeError(file, { error, what: 'a file that can be deleted' });
  }
}
