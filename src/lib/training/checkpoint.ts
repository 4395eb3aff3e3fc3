import { constants, existsSync } from 'node:fs';
import { access, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expectation, ExpectationError } from '../errors';
import { lockFolder } from '../files/lock-folder';
import { makeFolder } from '../files/make-folder';
import { writeError } from '../files/write-error';
import { namesOf } from '../model/classes-of';
import type { Callback, Run } from './callback';
import {
  checkSettings,
  readCheckpoint,
  restoreCheckpoint,
  writeCheckpoint,
  type RunSettings,
} from './checkpoint-file';
import { canRestore, captureRun, validatedWeights } from './run-state';

/** Options of {@link modelCheckpoint}. */
export interface CheckpointOptions {
  /** The run's folder; created if missing. */
  folder: string;
  /**
   * All settings that determine the run's result: architecture, data, batch size, seed, number of
   * epochs … A checkpoint with other settings is not resumed.
   */
  settings?: RunSettings;
  /**
   * Whether to resume from the folder's last checkpoint, if there is one. Otherwise it is deleted.
   */
  resume?: boolean;
}

/** The file names of a run's two checkpoints. */
export const CHECKPOINT_FILES = { best: 'best.safetensors', last: 'last.safetensors' } as const;

/**
 * Creates a callback that writes two checkpoints after every epoch and resumes from them: the
 * counterpart of Keras' ModelCheckpoint and BackupAndRestore. `best.safetensors` has the weights
 * with the highest validation accuracy (the averaged ones, if the run averages weights);
 * `last.safetensors` has everything needed to resume the run.
 *
 * Both files stay intact even if the process is killed, and a resumed run gives the same result as
 * an uninterrupted one. While it runs, the folder is locked. For a run that is already finished
 * nothing is written.
 *
 * @throws ExpectationError (when the run begins) if another run uses the folder, if the last
 *   checkpoint is damaged or was made with other settings, or if the folder is not writable
 * @example
 * modelCheckpoint({
 *   folder: 'models/runs/drawn-quick-compact',
 *   settings: { batchSize: 64, seed: 42 },
 * })
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
          // Read it now: damage should not surface only after hours of training.
          await readCheckpoint(best);
          highest = Math.max(...run.history.map(({ valAccuracy }) => valAccuracy));
        }
      }
      if (run.history.length < run.epochs) await prepare(folder, run);
    },
    async onEpochEnd({ model, history, state }, { valAccuracy }) {
      const rest = { history, settings, averageSteps: state!.averageSteps, classes: namesOf(model) };
      try {
        // Write the best one first: a run killed in between repeats the epoch and writes the same
        // best again.
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

/** The message for a second training run in the same folder. */
export const TRAINING_LOCK = {
  work: 'training',
  advice: 'Wait for it to finish, or train in another folder.',
} as const;

/** Checks that checkpoints can be written before time is spent on an epoch. */
async function prepare(folder: string, run: Run): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw writeError(folder, { error, what: 'a folder that can be written to' });
  }
  if (!canRestore(await captureRun(run)))
    throw expectation('the optimizer', {
      expectation: 'one whose state can be saved in a checkpoint',
      found: run.model.optimizer.getClassName(),
      advice: 'Use Muon, AdamW, tf.train.adam or tf.train.sgd.',
    });
  // Delete temporary files that a killed process left behind. The lock rules out other writers.
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
