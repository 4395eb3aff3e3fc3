import { readRunJson } from '../../src/lib/index';
import type { FinishedRun } from './finished-runs';

/** What the recipe itself is called, of which the others lack a piece. */
export const WHOLE_RECIPE = 'the recipe';

/**
 * The trainings of the notebooks' recipe, whole or changed, each named by the options of
 * `npm run train` that change it: `--optimizer adamw`.
 *
 * @example nameByChanges(finishedRuns('models/runs')).map(({ name }) => name); // ['the recipe', …]
 */
export function nameByChanges(runs: readonly FinishedRun[]): FinishedRun[] {
  return runs
    .flatMap((run) => {
      const record = readRunJson(run.folder, 'training');
      if (record?.preset !== 'walk-through') return [];
      const changes = record.command.replace(/^.* --preset \S+/, '').replace(/ --seed \d+$/, '');
      return [{ ...run, name: changes === '' ? WHOLE_RECIPE : `\`${changes.trim()}\`` }];
    })
    .sort((one, other) => Number(other.name === WHOLE_RECIPE) - Number(one.name === WHOLE_RECIPE));
}
