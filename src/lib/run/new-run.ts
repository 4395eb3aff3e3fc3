import { existsSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { LOCK_FILE, lockFolder } from '../files/lock-folder';
import { makeFolder } from '../files/make-folder';
import { writeError } from '../files/write-error';
import { TRAINING_LOCK } from '../training/checkpoint';
import { RUN_FILES } from './run-folder';
import type { Settings } from './settings';

/** What notebooks 3 and 4 wrote for the run that begins. */
const KEPT: readonly string[] = [RUN_FILES.preparation.file, RUN_FILES.architecture.file];

/** The folder of a run's checkpoints, which a training locks. */
const CHECKPOINTS = path.dirname(RUN_FILES.best.file);

/**
 * Starts a new run with the same settings, for a network or a preparation that was changed: moves
 * the checkpoints, the history, the scores and the model of the run's folder into a folder beside
 * it, where they are kept. What notebooks 3 and 4 wrote stays, so that notebook 5 trains with it.
 *
 * @param settings those of `readSettings()`
 * @returns the folder with the earlier run, or null if there was nothing to move
 * @throws ExpectationError when a training is using the folder, or its files cannot be moved
 * @example await newRun(settings); // models/runs/…-seed1-before1
 */
export async function newRun({
  folders: { run },
}: {
  folders: Pick<Settings['folders'], 'run'>;
}): Promise<string | null> {
  const names = await filesIn(run);
  if (names.length === 0) return null;
  const lock = existsSync(path.join(run, CHECKPOINTS))
    ? lockFolder(path.join(run, CHECKPOINTS), TRAINING_LOCK)
    : undefined;
  try {
    const earlier = firstFree(run);
    for (const name of names) {
      const to = path.join(earlier, name);
      await makeFolder(path.dirname(to));
      await rename(path.join(run, name), to);
    }
    return path.relative(process.cwd(), earlier);
  } catch (error) {
    throw writeError(run, { error, what: 'a folder whose files can be moved' });
  } finally {
    lock?.release();
  }
}

/** What is to be moved: of the checkpoints each file, since their folder holds the lock. */
async function filesIn(run: string): Promise<string[]> {
  if (!existsSync(run)) return [];
  const names = (await readdir(run)).filter((name) => !KEPT.includes(name) && name !== CHECKPOINTS);
  const checkpoints = existsSync(path.join(run, CHECKPOINTS))
    ? await readdir(path.join(run, CHECKPOINTS))
    : [];
  return [
    ...checkpoints.filter((name) => name !== LOCK_FILE).map((name) => path.join(CHECKPOINTS, name)),
    ...names,
  ];
}

function firstFree(run: string): string {
  for (let n = 1; ; n++) if (!existsSync(`${run}-before${n}`)) return `${run}-before${n}`;
}
