import path from 'node:path';
import { fetchNpmPackage } from '../setup/fetch-npm-package.mjs';
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
    note('fetching');
    await fetchNpmPackage({ name, version, integrity: hash }, folder);
    writeStamp(stamp, { hash });
    return 'in .cache/peers/face-api';
  },
};
