import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '../files/write-file-atomic';
import { makeFolder } from '../files/make-folder';
import { readFileBytes } from '../files/read-file';
import type { Callback, History } from './callback';

/** A thousand epochs take less than a thousandth of it. */
const LARGEST = 64 * 2 ** 20;

/**
 * A callback that keeps the history as JSON, written anew after every epoch: an array with an element an epoch.
 *
 * @param file its folder is made when it is not there
 * @example saveHistory('models/runs/drawn-quick-compact/history.json')
 */
export function saveHistory(file: string): Callback {
  const write = async (history: History) => {
    const text = `${JSON.stringify(history, null, 2)}\n`;
    // Of a finished run there is nothing to write, and its folder may be one that can only be read.
    if (existsSync(file) && (await read(file)) === text) return;
    await makeFolder(path.dirname(file));
    await writeFileAtomic(file, text);
  };
  return {
    onEpochEnd: ({ history }) => write(history),
    // A resumed run that was already at its end has no epoch to write after.
    onTrainEnd: ({ history }) => (history.length > 0 ? write(history) : undefined),
  };
}

async function read(file: string): Promise<string> {
  return (await readFileBytes(file, { what: "a run's history", largest: LARGEST })).toString('utf8');
}
