import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { writeFile } from '../shared/write-file.mjs';

const venv = path.join(projectRoot, '.venv');
const readSource = (/** @type {string[]} */ ...names) =>
  readFileSync(path.join(projectRoot, 'jupyter', ...names), 'utf8');

/**
 * The files in `.venv` that JupyterLab and nbconvert read, and the project's files they are copies
 * of.
 */
const FILES = {
  'share/jupyter/lab/settings/overrides.json': ['lab', 'overrides.json'],
  'etc/jupyter/jupyter_nbconvert_config.json': ['config', 'jupyter_nbconvert_config.json'],
  'etc/jupyter/jupyter_nbconvert_config.py': ['config', 'jupyter_nbconvert_config.py'],
  // Applies to pages that JupyterLab exports.
  'etc/jupyter/jupyter_server_config.json': ['config', 'jupyter_nbconvert_config.json'],
  'etc/jupyter/jupyter_server_config.py': ['config', 'jupyter_server_config.py'],
};

/**
 * Installs the project's defaults for JupyterLab and nbconvert: no question about news, no check
 * for updates (the version is pinned), exported pages that load no scripts from elsewhere, and one
 * image per figure in a notebook's file. What the user sets in JupyterLab wins.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const labSettings = {
  title: 'JupyterLab settings',

  isCurrent: () =>
    Object.entries(FILES).every(([name, source]) => {
      const file = path.join(venv, name);
      return existsSync(file) && readFileSync(file, 'utf8') === readSource(...source);
    }),

  make() {
    for (const [name, source] of Object.entries(FILES))
      writeFile(path.join(venv, name), readSource(...source));
    return Promise.resolve('no question about news, no scripts from elsewhere');
  },
};
