import { findCompiler } from './find-compiler.mjs';
import { findPackage } from './package-folder.mjs';
import { tensorflow } from './tensorflow-binding.mjs';
import { TENSORFLOW } from './tensorflow-wheel.mjs';
import { fetchLibraries, hasLibraries } from './wheel-libraries.mjs';
import { thisMachine, wheelFor } from './wheel.mjs';

/** The wheel whose libraries are missing; undefined where none is, or none can be used. */
async function missingWheel() {
  const { wheel } = wheelFor(TENSORFLOW, thisMachine());
  if (wheel === undefined || hasLibraries(wheel)) return undefined;
  return (await findCompiler()) === undefined ? undefined : wheel;
}

/**
 * Downloads TensorFlow's libraries for the step that builds tfjs-node's binding, while npm still
 * installs what that step needs too.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const tensorflowDownload = {
  title: "TensorFlow's libraries",
  async isCurrent() {
    // Much faster than looking for the wheel's platform; npm may not have installed it yet.
    if (findPackage('@tensorflow/tfjs-node') && (await tensorflow.isCurrent())) return true;
    return (await missingWheel()) === undefined;
  },
  async make(/** @type {import('./setup.mjs').Note} */ note) {
    const wheel = await missingWheel();
    if (wheel !== undefined) await fetchLibraries(wheel, note);
    return `${TENSORFLOW.version} from PyPI`;
  },
};
