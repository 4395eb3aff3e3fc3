import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { writeFile } from '../shared/write-file.mjs';

const venv = path.join(projectRoot, '.venv');
const readSource = (...names) => readFileSync(path.join(projectRoot, 'jupyter', ...names), 'utf8');

/** By the file in `.venv` that JupyterLab or nbconvert reads, the project's own that it is a copy of. */
const FILES = {
  'share/jupyter/lab/settings/overrides.json': ['lab', 'overrides.json'],
  'etc/jupyter/jupyter_nbconvert_config.json': ['config', 'jupyter_nbconvert_config.json'],
  // For pages that JupyterLab exports.
  'etc/jupyter/jupyter_server_config.json': ['config', 'jupyter_nbconvert_config.json'],
  'etc/jupyter/jupyter_server_config.py': ['config', 'jupyter_server_config.py'],
};

/**
 * JupyterLab's and nbconvert's defaults as the project wants them: no question about news, no look for updates, since the
 * version is pinned, pages that load no script from elsewhere, and one picture of a figure in a notebook's file. What the
 * user sets in JupyterLab itself still wins.
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
