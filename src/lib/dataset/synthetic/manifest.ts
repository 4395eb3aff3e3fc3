import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { EMOTION_FOLDERS } from '../../emotions';
import { readFileBytes } from '../../files/read-file';
import { SPLITS } from '../dataset';
import { isMetadataFile } from '../sources/is-metadata-file';
import type { FaceCounts, FaceTask } from './plan-faces';
import { TRAPS } from './plant-traps';

/**
 * Incremented with every change that alters the images of a seed, so that older sets are drawn
 * again.
 */
const DRAWING_VERSION = 2;

/** The file that describes the contents of a finished folder. */
export const MANIFEST = 'drawn-faces.json';

/**
 * The text of the manifest. It identifies a set: equal texts mean equal sets.
 *
 * @example
 * await writeFile(path.join(folder, MANIFEST), describeSet({ seed: 1, counts: DRAWN_COUNTS, traps: true }));
 */
export function describeSet({
  counts,
  seed,
  traps,
}: {
  counts: FaceCounts;
  seed: number;
  traps: boolean;
}): string {
  const about =
    'Faces drawn by this project, not photographs: for learning the tools and for tests. A score on them says nothing about real faces.';
  const perClass = SPLITS.map((split) => [
    split,
    Object.fromEntries(EMOTION_FOLDERS.map((folder, label) => [folder, counts[split][label]])),
  ]);
  const manifest = {
    about,
    drawingVersion: DRAWING_VERSION,
    seed,
    counts: Object.fromEntries(perClass) as object,
    ...(traps && { traps: TRAPS }),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The manifest in the folder, or undefined if there is none. */
async function readManifest(folder: string): Promise<string | undefined> {
  const file = path.join(folder, MANIFEST);
  if (!existsSync(file)) return undefined;
  return (await readFileBytes(file, { what: 'the manifest of drawn faces', largest: 1 << 20 })).toString();
}

/**
 * Whether the folder contains exactly the requested set: its manifest matches, and no image was
 * added or removed.
 *
 * @example if (await isFinished(folder, { manifest, tasks })) return;
 */
export async function isFinished(
  folder: string,
  { manifest, tasks }: { manifest: string; tasks: FaceTask[] },
): Promise<boolean> {
  if ((await readManifest(folder)) !== manifest) return false;
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.jpg') && !file.split(path.sep).some(isMetadataFile),
  );
  const expected = new Set(tasks.map(({ file }) => file));
  return files.length === expected.size && files.every((file) => expected.has(file));
}
