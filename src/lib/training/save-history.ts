import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '../files/write-file-atomic';
import { makeFolder } from '../files/make-folder';
import { readFileBytes } from '../files/read-file';
import type { Callback, History } from './callback';

/** A thousand epochs take less than a thousandth of this. */
const LARGEST = 64 * 2 ** 20;

/**
 * Creates a callback that saves the history as a JSON array of epoch records. It rewrites the file
 * after every epoch.
 *
 * @param file its folder is created if missing
 * @example saveHistory('models/runs/drawn-quick-compact/history.json')
 */
export function saveHistory(file: string): Callback {
  const write = async (history: History) => {
    const text = `${JSON.stringify(history, null, 2)}\n`;
    // The history of a finished run has not changed, and its folder may be read-only.
    if (existsSync(file) && (await read(file)) === text) return;
    await makeFolder(path.dirname(file));
    await writeFileAtomic(file, text);
  };
  return {
    onEpochEnd: ({ history }) => write(history),
    // A resumed run that was already complete has no epoch to save after.
    onTrainEnd: ({ history }) => (history.length > 0 ? write(history) : undefined),
  };
}

async function read(file: string): Promise<string> {
  return (await readFileBytes(file, { what: "a run's history", largest: LARGEST })).toString('utf8');
}
