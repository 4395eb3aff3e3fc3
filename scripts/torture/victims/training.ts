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

/** A training by the library, alone. */
export const training = trainingVictim('training', 4);

/** A training after its teacher's. */
export const teachers = trainingVictim('teachers', 2);
