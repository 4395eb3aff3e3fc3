import type { Victim } from '../victim';
import { prepareFaces, programCommand } from './program';
import { checkRunFiles, describeRunFiles } from './run-result';

const trainingVictim = (name: string, share: number): Victim => ({
  ...{ name, share, opensReadOnly: true },
  async prepare(inputs) {
    await prepareFaces(inputs);
    return undefined;
  },
  command: (folder, inputs) => programCommand(name, folder, inputs),
  check: (folder) => checkRunFiles(folder),
  result: (folder) => Promise.resolve(describeRunFiles(folder)),
});

/** A training with the library. */
export const training = trainingVictim('training', 4);

/** A training with a teacher, which is trained first. */
export const teachers = trainingVictim('teachers', 2);
