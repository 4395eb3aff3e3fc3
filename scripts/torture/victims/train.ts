import path from 'node:path';
import type { Victim } from '../victim';
import { npmRun } from './npm-run';
import { checkRunFiles, describeRunFiles } from './run-result';

/** `npm run train` on the project's drawn faces. */
export const train: Victim = {
  name: 'train',
  share: 3,
  hasChildren: true,
  opensReadOnly: true,
  ready: / on drawn faces \(/,
  command: (folder) => ({
    ...npmRun(
      ...['train', '--', '--preset', 'quick', '--epochs', '2', '--batch-size', '96', '--seed', '1'],
      ...['--folder', path.join(folder, 'run')],
    ),
    environment: {
      FER2013: 'drawn',
      RUNS: folder,
      RUN_SIZE: '',
      EPOCHS: '',
      BATCH_SIZE: '',
      ARCHITECTURE: '',
    },
  }),
  check: (folder) => checkRunFiles(folder),
  result: (folder) => Promise.resolve(describeRunFiles(folder)),
};
