import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from '../../src/lib/processes/temporaries.cjs';
import { explainFailure } from '../setup/explain-failure.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { kerasPython } from '../shared/keras-environment.mjs';
import type { BenchData, Source } from './measure';

/**
 * FER-2013 for all contenders, or the reason why it is not there; `remove` has to be called at the
 * end.
 */
export type PreparedData = { remove: () => void } & (
  { data: Omit<BenchData, 'trainImages'> } | { data?: undefined; reason: string }
);

/**
 * Prepares FER-2013 for all contenders: `source` as the project takes it, `tree` with the folders
 * train/ and test/ for Keras (an archive is unpacked into a temporary folder, which is not timed),
 * `cache` for the project's cache.
 *
 * @param source undefined where there is no FER-2013
 * @throws SetupError when the archive can't be unpacked
 */
export async function prepareData(source: Source | undefined): Promise<PreparedData> {
  if (!source) return { reason: 'FER-2013 was not found (set FER2013, see data/README.md)', remove() {} };
  const temporary = makeTemporaryFolder('bench');
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  try {
    const tree = await findOrUnpack(source.path, path.join(temporary, 'unpacked'));
    if (!tree)
      return { reason: `${path.basename(source.path)} has no folders train/ and test/ for Keras`, remove };
    return { data: { source, tree, cache: path.join(temporary, 'cache') }, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function findOrUnpack(file: string, folder: string): Promise<string | undefined> {
  if (statSync(file).isDirectory()) return findTree(file);
  if (!file.toLowerCase().endsWith('.zip')) return undefined;
  const unpacked = await runCommand(kerasPython, ['-m', 'zipfile', '-e', file, folder]);
  if (unpacked.code !== 0) throw explainFailure(`unpacking ${path.basename(file)}`, unpacked);
  return findTree(folder);
}

/** The folder that holds train/: the given one or one in it. */
export function findTree(folder: string): string | undefined {
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name));
  return [folder, ...inside].find((candidate) => existsSync(path.join(candidate, 'train')));
}
