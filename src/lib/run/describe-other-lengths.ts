import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { formatAmount } from '../format';
import type { ScheduleName } from '../training/create-schedule';
import { readRunJson, RUN_FILES } from './run-folder';

/** The part of a run folder's name that says how many epochs it has. */
const EPOCHS = /-epochs\d+(?=-)|-\d+epochs(?=-)/;

/**
 * Says what to do with runs that have the same settings but another number of epochs: a training
 * with more epochs does not go on from them by itself.
 *
 * @param plan of `planTraining()`, or the settings of `readSettings()` for a run of the notebooks
 * @returns undefined if there is no such run, or this one has begun already
 * @example console.log(describeOtherLengths(planTraining({ changes: { epochs: 20 } })));
 */
export function describeOtherLengths({
  folders: { run },
  recipe,
}: {
  readonly folders: { readonly run: string };
  readonly recipe?: { readonly schedule: ScheduleName };
}): string | undefined {
  if (existsSync(path.join(run, RUN_FILES.last.file))) return undefined;
  const parent = path.dirname(run);
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const nameOf = (folder: string) => folder.replace(EPOCHS, '');
  const found = names
    .filter((name) => name !== path.basename(run) && nameOf(name) === nameOf(path.basename(run)))
    .filter((name) => existsSync(path.join(parent, name, RUN_FILES.last.file)))
    .map((name) => path.join(parent, name))
    .map((folder) => ({ folder, epochs: readRunJson(folder, 'history')?.length ?? 0 }))
    .sort((a, b) => b.epochs - a.epochs)
    .at(0);
  if (found === undefined) return undefined;
  const folder = path.relative(process.cwd(), found.folder);
  const before = `A run of ${formatAmount(found.epochs, 'epoch')} with otherwise the same settings is in ${folder}.`;
  const from = `To start another run with its best weights: npm run train -- --from ${folder}`;
  return recipe?.schedule === 'constant'
    ? `${before} Its learning rate is constant, so that it can go on with more epochs: npm run train -- --folder ${folder} with the same options.`
    : `${before} A one-cycle schedule ends with its last epoch, so this run starts from the beginning. ${from}`;
}
