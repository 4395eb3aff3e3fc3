import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../files';
import type { Callback, History } from './callback';

/**
 * A callback that keeps the history as JSON, written anew after every epoch: an array with an element an epoch.
 *
 * @param file its folder is made when it is not there
 * @example saveHistory('models/runs/drawn-quick-compact/history.json')
 */
export function saveHistory(file: string): Callback {
  const write = async (history: History) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify(history, null, 2)}\n`);
  };
  return {
    onEpochEnd: ({ history }) => write(history),
    // A resumed run that was already at its end has no epoch to write after.
    onTrainEnd: ({ history }) => (history.length > 0 ? write(history) : undefined),
  };
}
