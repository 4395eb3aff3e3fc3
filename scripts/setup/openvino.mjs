import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../shared/environment.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { OPENVINO } from './openvino-wheel.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { fetchLibraries, hasLibraries, librariesFolder } from './wheel-libraries.mjs';
import { stampedMachine, thisMachine, wheelFor } from './wheel.mjs';

const folder = path.join(projectRoot, '.cache', OPENVINO.cache);
/** src/lib/engine/openvino/load-library.ts reads in it which library to load. */
const stamp = path.join(folder, 'setup.json');
const checker = fileURLToPath(new URL('check-openvino.cjs', import.meta.url));

/**
 * Fetches OpenVINO's libraries, which models that are loaded predict with. Where there are none for
 * the machine, or they do not load, the models predict with TensorFlow.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const openvino = {
  title: 'OpenVINO',

  isCurrent() {
    /** @type {{ sha256?: string, glibc?: string } | undefined} */
    const found = readStamp(stamp);
    const machine = found ? stampedMachine(found) : thisMachine();
    const { wheel } = wheelFor(OPENVINO, machine);
    return wheel === undefined || (found?.sha256 === wheel.sha256 && hasLibraries(wheel));
  },

  async make(/** @type {import('./setup.mjs').Note} */ note) {
    const machine = thisMachine();
    const { wheel, reason } = wheelFor(OPENVINO, machine);
    if (wheel === undefined) return `not used: ${reason}`;
    if (!hasLibraries(wheel)) await fetchLibraries(wheel, note);
    for (const name of readdirSync(folder))
      if (name !== wheel.name) rmSync(path.join(folder, name), { recursive: true, force: true });
    note('trying it');
    const library = path.join(librariesFolder(wheel), 'lib', wheel.libraries[0]);
    const result = await runCommand(process.execPath, [checker, library], { cwd: projectRoot });
    const [line] = /^\{.*\}$/m.exec(result.output) ?? [];
    /** @type {{ version?: string, reason?: string }} */
    const found = line === undefined ? { reason: result.output.trim() } : JSON.parse(line);
    writeStamp(stamp, {
      sha256: wheel.sha256,
      glibc: machine.glibc,
      ...(found.version === undefined
        ? { reason: found.reason }
        : { library: path.relative(folder, library).split(path.sep).join('/') }),
    });
    return found.version === undefined
      ? `not used, models predict with TensorFlow: ${found.reason}`
      : `${wheel.version} from PyPI`;
  },
};
