import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainFailure } from '../setup/explain-failure.mjs';
import { NPM_CI, runNpm } from '../setup/npm-packages.mjs';
import { isStamped, writeStamp } from '../setup/stamp.mjs';
import { PEERS } from './peers.mjs';

const { package: name, version, hash, folder } = PEERS['face-api'];
const stamp = path.join(folder, 'setup.json');

/** npm's face-api in a folder of its own: no dependency of the project. It has none itself, and uses the project's tfjs. */
export const faceApi = {
  title: `npm's ${name} ${version}`,

  isCurrent: async () => isStamped(stamp, { hash }),

  async make(note) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const root = { name: 'peer', version: '0.0.0', private: true, dependencies: { [name]: version } };
    const packages = { '': root, [`node_modules/${name}`]: { version, integrity: hash } };
    const write = (file, content) => writeFileSync(path.join(folder, file), JSON.stringify(content));
    write('package.json', root);
    write('package-lock.json', { ...root, lockfileVersion: 3, requires: true, packages });
    note('fetching');
    const installed = await runNpm([...NPM_CI, '--prefix', folder]);
    if (installed.code !== 0) throw explainFailure(`fetching ${name} ${version}`, installed);
    writeStamp(stamp, { hash });
  },
};
