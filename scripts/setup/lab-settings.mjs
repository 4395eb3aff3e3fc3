import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../environment.mjs';
import { writeFile } from '../write-file.mjs';

const source = path.join(projectRoot, 'jupyter', 'lab', 'overrides.json');
const installed = path.join(projectRoot, '.venv', 'share', 'jupyter', 'lab', 'settings', 'overrides.json');

/**
 * JupyterLab's defaults as the project wants them: no question about news and no look for updates, since its version is
 * pinned. What the user sets in JupyterLab itself still wins.
 */
export const labSettings = {
  title: 'JupyterLab settings',

  isCurrent: () => existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(source, 'utf8'),

  make() {
    writeFile(installed, readFileSync(source, 'utf8'));
    return Promise.resolve('no question about news');
  },
};
