import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { EMOTIONS } from '../../emotions';
import { expectation } from '../../errors';
import { makeFolder } from '../../files/make-folder';
import { removeAbandonedFiles, temporaryName } from '../../processes/temporaries.cjs';
import { createRandom } from '../../random';
import { writeError } from '../../files/write-error';
import { IMAGE_SIZE, SPLITS } from '../dataset';
import { encodeFace } from './draw-face';
import { drawFaceless } from './draw-faceless';
import { DRAWN_COUNTS } from './drawn-counts';
import { sampleFaceParameters } from './face-parameters';
import { loadSharp } from '../decode/load-sharp';
import { describeSet, isFinished, MANIFEST } from './manifest';
import { planFaces, type FaceCounts, type FaceTask } from './plan-faces';
import { plantTraps } from './plant-traps';

/** Options of {@link drawFaces}. */
export interface DrawFacesOptions {
  /** Determines every face; an integer. */
  seed?: number;
  /** Faces per split and class, in label order. */
  counts?: FaceCounts;
  /**
   * Whether the set gets traps like FER-2013's, see `plantTraps`. It needs a few faces of every
   * emotion in every split.
   */
  traps?: boolean;
  /** Called as faces are finished; not called if the set already exists. */
  onProgress?: (done: number, total: number) => void;
}

const isNotFound = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Refuses to replace a folder that contains anything but drawn faces. */
async function checkReplaceable(folder: string): Promise<void> {
  let found: string[];
  try {
    found = await readdir(folder);
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  if (found.length > 0 && !found.includes(MANIFEST)) {
    throw expectation(folder, {
      expectation: `an empty folder or one with drawn faces (with a ${MANIFEST})`,
      found: found.slice(0, 3).join(', '),
      advice: 'Drawn faces replace the contents of their folder: choose another folder, or empty this one.',
    });
  }
}

function encodeTask({ picture, seed }: FaceTask): Promise<Buffer> {
  if (typeof picture === 'string') return drawFaceless(picture, { size: IMAGE_SIZE });
  const parameters = sampleFaceParameters(EMOTIONS[picture], createRandom(seed));
  return encodeFace(parameters, { size: IMAGE_SIZE, format: 'jpeg' });
}

async function drawInto(
  folder: string,
  { tasks, onProgress }: { tasks: FaceTask[]; onProgress?: DrawFacesOptions['onProgress'] },
): Promise<void> {
  for (const name of new Set(tasks.map(({ file }) => path.dirname(file)))) {
    await mkdir(path.join(folder, name), { recursive: true });
  }
  let next = 0;
  let done = 0;
  const draw = async (task: FaceTask) => {
    await writeFile(path.join(folder, task.file), await encodeTask(task));
    onProgress?.(++done, tasks.length);
  };
  const work = async () => {
    try {
      while (next < tasks.length) await draw(tasks[next++]);
    } finally {
      // After an error (a full disk) the other workers stop too, since the folder is about to be
      // removed.
      next = tasks.length;
    }
  };
  const sharp = await loadSharp();
  // Faces are drawn concurrently, so threads within a small image only add overhead: 2.3 ms per
  // image without them, 2.7 ms with them.
  const threads = sharp.concurrency();
  sharp.concurrency(1);
  try {
    // One more worker than processors: while one face is written, every processor has one to
    // render.
    const ends = await Promise.allSettled(Array.from({ length: availableParallelism() + 1 }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    sharp.concurrency(threads);
  }
}

/**
 * Moves the finished set to its folder, unless another process has finished the same one meanwhile.
 */
async function moveIntoPlace(
  temporary: string,
  { folder, finished }: { folder: string; finished: () => Promise<boolean> },
): Promise<void> {
  if (await finished()) return;
  const old = temporaryName(folder);
  try {
    await rename(folder, old);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!(await finished())) throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/**
 * Draws the data set of faces: 48x48 gray JPEGs in FER-2013's folder layout, and a
 * `drawn-faces.json` that describes them. A folder that already contains the same set is left as it
 * is; one with an older drawing version, another seed, other counts or missing images is replaced.
 * The set is built in a temporary folder next to it and then renamed, so an incomplete set is never
 * visible.
 *
 * @param folder the target, which will contain `train/` and `test/`
 * @returns the folder
 * @throws ExpectationError when the folder contains something else or can't be written to, or the
 *   counts are not seven non-negative integers per split
 * @example const folder = await drawFaces('data/drawn-faces', { seed: 1 });
 */
export async function drawFaces(
  folder: string,
  { seed = 2013, counts = DRAWN_COUNTS, traps = false, onProgress }: DrawFacesOptions = {},
): Promise<string> {
  for (const split of SPLITS) {
    const isTable =
      counts[split]?.length === EMOTIONS.length &&
      counts[split].every((count) => Number.isInteger(count) && count >= 0);
    if (!isTable)
      throw expectation(`counts.${split}`, {
        expectation: 'seven whole numbers from 0',
        found: counts[split],
      });
  }
  if (!Number.isInteger(seed)) throw expectation('seed', { expectation: 'a whole number', found: seed });
  const place = path.resolve(folder);
  try {
    await drawSet(place, { seed, counts, traps, onProgress });
  } catch (error) {
    throw writeError(place, { error, what: 'a folder that drawn faces can be written to' });
  }
  return folder;
}

async function drawSet(
  place: string,
  {
    seed,
    counts,
    traps,
    onProgress,
  }: DrawFacesOptions & { seed: number; counts: FaceCounts; traps: boolean },
): Promise<void> {
  const plan = planFaces({ seed, counts });
  const tasks = traps ? plantTraps(plan) : plan;
  const manifest = describeSet({ counts, seed, traps });
  const finished = () => isFinished(place, { manifest, tasks });
  // Before checking the set: a process that was killed after moving its set into place left the old
  // one behind.
  removeAbandonedFiles(path.dirname(place));
  if (await finished()) return;

  await checkReplaceable(place);
  await makeFolder(path.dirname(place));
  const temporary = temporaryName(place);
  try {
    await mkdir(temporary);
    await drawInto(temporary, { tasks, onProgress });
    await writeFile(path.join(temporary, MANIFEST), manifest);
    await moveIntoPlace(temporary, { folder: place, finished });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
