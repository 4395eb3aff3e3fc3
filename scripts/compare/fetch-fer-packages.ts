import { rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { kerasPython } from '../shared/keras-environment.mjs';
import { explainFailure } from '../setup/explain-failure.mjs';
import { runPip } from '../setup/python-packages.mjs';
import { hashFile, isStamped, writeStamp } from '../setup/stamp.mjs';
import { FER_PACKAGES } from './peers';

const stamp = path.join(FER_PACKAGES, 'setup.json');
const requirements = path.join(projectRoot, 'scripts', 'compare', 'requirements.txt');

/**
 * What PyPI's fer needs besides the benchmark's Keras to look for faces, in a folder of its own: the
 * benchmark's environment stays as it is.
 */
export const ferPackages = {
  title: "OpenCV, for PyPI's fer",

  isCurrent: () => Promise.resolve(isStamped(stamp, { requirements: hashFile(requirements) })),

  async make(note: (text: string) => void): Promise<string> {
    rmSync(FER_PACKAGES, { recursive: true, force: true });
    note('installing scripts/compare/requirements.txt');
    const how = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes'];
    const installed = await runPip(['install', ...how, '-r', requirements, '--target', FER_PACKAGES], {
      executable: kerasPython,
    });
    if (installed.code !== 0)
      throw explainFailure('`pip install -r scripts/compare/requirements.txt`', installed);
    writeStamp(stamp, { requirements: hashFile(requirements) });
    return 'in .cache/peers/fer-packages';
  },
};
