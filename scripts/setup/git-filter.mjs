import { projectRoot } from '../shared/environment.mjs';
import { filterState, setFilter } from '../shared/notebook-filter.mjs';

/**
 * Makes git store notebooks without outputs in this clone, so that no picture of FER-2013 gets into
 * a commit because somebody has saved a notebook. Does nothing without a repository, or where
 * somebody has turned it off.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const gitFilter = {
  title: 'Git filter',

  isCurrent: () => filterState({ cwd: projectRoot }) !== 'none',

  make: () => Promise.resolve(setFilter({ cwd: projectRoot, on: true }).sentence),
};
