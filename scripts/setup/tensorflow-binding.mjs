import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment, projectRoot } from '../shared/environment.mjs';
import { bindingIngredients, compileBinding } from './compile-binding.mjs';
import { explainFailure } from './explain-failure.mjs';
import { findCompiler } from './find-compiler.mjs';
import { rebuildPackage } from './npm-packages.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { isStamped, readStamp, writeStamp } from './stamp.mjs';
import { fetchLibraries, hasLibraries, librariesFolder } from './wheel-libraries.mjs';
import { packageFolder } from './package-folder.mjs';
import { TENSORFLOW } from './tensorflow-wheel.mjs';
import { stampedMachine, thisMachine, wheelFor } from './wheel.mjs';

// Not constants: when this is loaded, tfjs-node may still have to be installed.
const tfjsNode = () => packageFolder('@tensorflow/tfjs-node');
const stamp = () => path.join(tfjsNode(), 'setup.json');
const checker = fileURLToPath(new URL('check-tensorflow.cjs', import.meta.url));

/** @typedef {import('./wheel.mjs').Wheel} Wheel */
/** @typedef {import('./wheel.mjs').Machine} Machine */
/** @typedef {import('./setup.mjs').Note} Note */

/**
 * What the stamp says: where the binding comes from, its path in tfjs-node and size, the machine's
 * glibc, the versions of Node it was tried with, and what it was compiled from.
 *
 * @typedef {{ origin?: string, binding?: string, size?: number, glibc?: string, nodes?: string[] }
 *   & Partial<ReturnType<typeof bindingIngredients>>} BindingStamp
 */

/** @returns {BindingStamp | undefined} */
const readBindingStamp = () => readStamp(stamp());

/**
 * Installs TensorFlow's libraries and native binding into tfjs-node.
 *
 * @satisfies {import('./setup.mjs').Step}
 */
export const tensorflow = {
  title: 'TensorFlow',

  async isCurrent() {
    const found = readBindingStamp();
    // One binding works for every version of Node, thanks to Node-API. Still, try it once with
    // each.
    if (!found?.nodes?.includes(process.versions.node)) return false;
    if (!isUnchanged(found)) return false;
    const { wheel } = wheelFor(TENSORFLOW, stampedMachine(found));
    if (found.origin === 'wheel')
      return wheel !== undefined && isBuiltFrom(found, wheel) && hasLibraries(wheel) && areLinked(wheel);
    // tfjs-node's own libraries work, but the wheel's are better: a compiler may have been
    // installed since.
    return wheel === undefined || (await findCompiler()) === undefined;
  },

  async make(/** @type {Note} */ note) {
    const machine = thisMachine();
    const { wheel, reason } = wheelFor(TENSORFLOW, machine);
    const compiler = await findCompiler();
    if (wheel && compiler) return makeFromWheel({ wheel, compiler, machine, note });
    return runInstallStep({ reason: reason ?? 'there is no C++ compiler', machine, note });
  },
};

/** @param {{ wheel: Wheel, compiler: string, machine: Machine, note: Note }} options */
async function makeFromWheel({ wheel, compiler, machine, note }) {
  if (!hasLibraries(wheel)) await fetchLibraries(wheel, note);
  const { binding, napi } = locateBinding();
  const built = readBindingStamp();
  const isReusable =
    built?.origin === 'wheel' &&
    isBuiltFrom(built, wheel) &&
    path.join(tfjsNode(), built.binding ?? '') === binding &&
    isUnchanged(built);
  linkLibraries(wheel);
  if (!isReusable) {
    note("building tfjs-node's binding");
    await compileBinding({ tfjsNode: tfjsNode(), binding, napi, wheel, compiler });
  }
  note('trying it');
  const version = await checkTensorflow({ expected: TENSORFLOW.version });
  stampBinding({ origin: 'wheel', ingredients: bindingIngredients(wheel), binding, machine });
  return `${version} from PyPI, tfjs-node's binding ${isReusable ? 'kept' : `built with ${compiler}`}`;
}

/**
 * Runs tfjs-node's own install step, which downloads TensorFlow 2.9.1 and a binding from Google's
 * storage.
 *
 * @param {{ reason: string, machine: Machine, note: Note }} options
 */
async function runInstallStep({ reason, machine, note }) {
  note(`${reason}: running tfjs-node's own install step`);
  for (const name of ['deps', 'lib', 'setup.json'])
    rmSync(path.join(tfjsNode(), name), { recursive: true, force: true });
  const result = await rebuildPackage('@tensorflow/tfjs-node');
  const advice = reason.includes('compiler')
    ? 'Install a C++ compiler (Debian, Ubuntu: sudo apt install g++; macOS: xcode-select --install), then run the same command again: TensorFlow will come from PyPI.'
    : 'See https://www.npmjs.com/package/@tensorflow/tfjs-node for what it needs on this machine.';
  const { binding } = locateBinding();
  if (result.code !== 0 || !existsSync(binding)) {
    const { message } = explainFailure("tfjs-node's own install step", result, {
      hosts: 'storage.googleapis.com',
    });
    throw new SetupError(`${message} That step was needed because ${reason}. ${advice}`, {
      output: result.output,
    });
  }
  note('trying it');
  const version = await checkTensorflow({ advice });
  stampBinding({ origin: 'tfjs-node', binding, machine });
  return `${version} by tfjs-node's own install step, because ${reason}`;
}

/**
 * Where tfjs-node expects its binding: in a folder named by the newest Node-API that both it and
 * Node support.
 */
function locateBinding() {
  /** @type {{ binary: { napi_versions: number[], module_path: string, module_name: string } }} */
  const { binary } = JSON.parse(readFileSync(path.join(tfjsNode(), 'package.json'), 'utf8'));
  const napi = Math.max(
    ...binary.napi_versions.filter((version) => version <= Number(process.versions.napi)),
  );
  const folder = binary.module_path.replace('{napi_build_version}', String(napi));
  return { napi, binding: path.join(tfjsNode(), folder, `${binary.module_name}.node`) };
}

/**
 * Makes tfjs-node's folder `deps` a relative link: the clone may be moved, and `npm ci` deletes
 * only the link.
 *
 * @param {Wheel} wheel
 */
function linkLibraries(wheel) {
  const deps = path.join(tfjsNode(), 'deps');
  rmSync(deps, { recursive: true, force: true });
  symlinkSync(path.relative(tfjsNode(), librariesFolder(wheel)), deps);
}

/**
 * Whether tfjs-node finds a wheel's libraries: whoever copies node_modules may lose the link.
 *
 * @param {Wheel} wheel
 */
const areLinked = (wheel) =>
  wheel.libraries.every((name) => existsSync(path.join(tfjsNode(), 'deps', 'lib', name)));

/**
 * @param {BindingStamp} found
 * @param {Wheel} wheel
 */
function isBuiltFrom(found, wheel) {
  /** @type {Record<string, unknown>} */
  const known = found;
  return Object.entries(bindingIngredients(wheel)).every(([key, value]) => known[key] === value);
}

/**
 * Loads tfjs-node in a separate process and runs an op; returns TensorFlow's version.
 *
 * @param {{ expected?: string, advice?: string }} options
 */
async function checkTensorflow({ expected, advice }) {
  const result = await runCommand(process.execPath, [checker], { cwd: projectRoot, env: childEnvironment() });
  if (result.code !== 0)
    throw explainFailure("set-up's test of tfjs-node (load it, multiply two matrices)", result, { advice });
  // TensorFlow may log something too, if the user has asked it to.
  const [, version = 'none'] = /^\{"version":"(.*)"\}$/m.exec(result.output) ?? [];
  if (expected && version !== expected)
    throw new SetupError(
      `Expected TensorFlow to be ${expected} but found ${version}. Delete node_modules, then run the same command again.`,
    );
  return version;
}

/**
 * @param {{ origin: string, ingredients?: ReturnType<typeof bindingIngredients>, binding: string,
 *   machine: Machine }} options
 */
function stampBinding({ origin, ingredients, binding, machine }) {
  const { size } = statSync(binding);
  const relative = path.relative(tfjsNode(), binding);
  const content = { origin, ...ingredients, binding: relative, size, glibc: machine.glibc };
  const nodes = isStamped(stamp(), content) ? (readBindingStamp()?.nodes ?? []) : [];
  writeStamp(stamp(), { ...content, nodes: [...new Set([...nodes, process.versions.node])] });
}

/**
 * Whether the binding that a stamp describes is there, unchanged.
 *
 * @param {BindingStamp} stamp
 */
function isUnchanged({ binding, size }) {
  if (typeof binding !== 'string') return false;
  return statSync(path.join(tfjsNode(), binding), { throwIfNoEntry: false })?.size === size;
}
