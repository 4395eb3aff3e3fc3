import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainFailure } from '../setup/explain-failure.mjs';
import { NPM_CI, runNpm } from '../setup/npm-packages.mjs';
import { isStamped, writeStamp } from '../setup/stamp.mjs';
import { PEERS } from './peers';

const { package: name, version, hash, folder } = PEERS['face-api'];
const stamp = path.join(folder, 'setup.json');

/**
 * npm's face-api in a separate folder: not a dependency of the project. It has none itself, and
 * uses the project's tfjs.
 */
export const faceApi = {
  title: `npm's ${name} ${version}`,

  isCurrent: () => Promise.resolve(isStamped(stamp, { hash })),

  async make(note: (text: string) => void): Promise<string> {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const root = { name: 'peer', version: '0.0.0', private: true, dependencies: { [name]: version } };
    const packages = { '': root, [`node_modules/${name}`]: { version, integrity: hash } };
    const write = (file: string, content: object) =>
      writeFileSync(path.join(folder, file), JSON.stringify(content));
    write('package.json', root);
    write('package-lock.json', { ...root, lockfileVersion: 3, requires: true, packages });
    note('fetching');
    const installed = await runNpm([...NPM_CI, '--prefix', folder]);
    if (installed.code !== 0) throw explainFailure(`fetching ${name} ${version}`, installed);
    writeStamp(stamp, { hash });
    return 'in .cache/peers/face-api';
  },
};
