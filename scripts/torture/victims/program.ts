import { existsSync } from 'node:fs';
import path from 'node:path';
import { drawFaces, loadDataset, type Dataset } from '../../../src/lib/index';
import { projectRoot } from '../project-root';
import { COUNTS, FACES_SEED } from '../programs/counts';
import type { Command } from '../victim';

/**
 * The command that runs one of the programs in programs/run.ts.
 */
export function programCommand(what: string, folder: string, inputs: string): Command {
  const program = path.join(projectRoot, 'scripts', 'torture', 'programs', 'run.ts');
  return { command: process.execPath, args: ['--import', 'tsx', program, what, folder, inputs] };
}

/** Draws the faces that the programs use, and loads them once to fill the cache. */
export async function prepareFaces(inputs: string): Promise<Dataset> {
  const faces = path.join(inputs, 'faces');
  if (!existsSync(faces)) await drawFaces(faces, { counts: COUNTS, seed: FACES_SEED });
  return loadDataset(
    { kind: 'drawn faces', path: faces },
    { cacheFolder: path.join(inputs, 'cache'), counts: null },
  );
}
