import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runRecord, type RunRecord } from '../shared/run-record';
import { SiteError } from '../shared/site/site-error';
import { checkExecuted } from './check-executed';

const ADVICE = 'Run `npm start`, or `npm run site -- --run`, which does so first.';

/**
 * The last run of the walk-through, provided that it is complete.
 *
 * @param out the folder that `npm start` writes to
 * @param notebooks all of the walk-through
 * @throws SiteError that says what is missing and what to run
 * @example const run = findRun('out', listNotebooks());
 */
export function findRun(out: string, notebooks: readonly { stem: string }[]): RunRecord {
  const run = runRecord(out).read();
  const name = path.basename(out);
  if (run === undefined) {
    const found = existsSync(out) ? `no ${name}/run.json` : 'no such folder';
    throw new SiteError(
      `Expected ${name}/ to be what a run of the notebooks has left but found ${found}. ${ADVICE}`,
    );
  }
  if (run.stopped !== undefined)
    throw new SiteError(
      `Expected the run in ${name}/ to be a whole one but found that it stopped at ${run.stopped}. ${ADVICE}`,
    );
  for (const { stem } of notebooks) {
    const file = path.join(out, `${stem}.ipynb`);
    const found = existsSync(file) ? checkExecuted(readFileSync(file, 'utf8')) : 'no such file';
    if (found !== undefined)
      throw new SiteError(
        `Expected ${name}/${stem}.ipynb to be a notebook that ran to its end but found ${found}. ${ADVICE}`,
      );
    // Made by hand, or added since: of how long it took and with which settings nothing is known.
    if (!run.notebooks.some((ran) => ran.stem === stem))
      throw new SiteError(
        `Expected the run in ${name}/ to be one of all notebooks but found none of ${stem}. ${ADVICE}`,
      );
  }
  return run;
}
