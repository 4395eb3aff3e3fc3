import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment, projectRoot } from '../shared/environment.mjs';
import { bindingIngredients, compileBinding } from './compile-binding.mjs';
import { explainFailure } from './explain-failure.mjs';
import { findCompiler } from './find-compiler.mjs';
import { rebuildPackage } from './npm-packages.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { isStamped, readStamp, writeStamp } from './stamp.mjs';
import { fetchLibraries, hasLibraries, librariesFolder } from './tensorflow-libraries.mjs';
import { chooseWheel, TENSORFLOW_VERSION, thisMachine } from './tensorflow-wheel.mjs';

const tfjsNode = path.join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-node');
const stamp = path.join(tfjsNode, 'setup.json');
const checker = fileURLToPath(new URL('check-tensorflow.cjs', import.meta.url));

/** tfjs-node with TensorFlow's libraries and its native binding. */
export const tensorflow = {
  title: 'TensorFlow',

  async isCurrent() {
    const found = readStamp(stamp);
    // Node-API keeps one binding good for every Node; still, each Node that meets it tries it once.
    if (![found?.nodes].flat().includes(process.versions.node)) return false;
    if (!isBinding(found)) return false;
    const { wheel } = chooseWheel(machineOf(found));
    if (found.origin === 'wheel') return isBuiltFrom(found, wheel) && hasLibraries(wheel);
    // tfjs-node's own libraries do; ours are better: a compiler may have been installed since.
    return wheel === undefined || (await findCompiler()) === undefined;
  },

  async make(note) {
    const machine = thisMachine();
    const { wheel, reason } = chooseWheel(machine);
    const compiler = await findCompiler();
    if (wheel && compiler) return makeFromWheel({ wheel, compiler, machine, note });
    return makeByItself({ reason: reason ?? 'there is no C++ compiler', machine, note });
  },
};

/** The machine as the stamp knows it: asking Node for glibc's version takes longer than all other looks together. */
const machineOf = ({ glibc }) => ({ platform: process.platform, arch: process.arch, glibc });

async function makeFromWheel({ wheel, compiler, machine, note }) {
  if (!hasLibraries(wheel)) await fetchLibraries(wheel, note);
  const { binding, napi } = locateBinding();
  const built = readStamp(stamp);
  const reusable =
    built?.origin === 'wheel' &&
    isBuiltFrom(built, wheel) &&
    path.join(tfjsNode, built.binding) === binding &&
    isBinding(built);
  linkLibraries(wheel);
  if (!reusable) {
    note("building tfjs-node's binding");
    await compileBinding({ tfjsNode, binding, napi, wheel, compiler });
  }
  note('trying it');
  const version = await checkTensorflow({ expected: TENSORFLOW_VERSION });
  stampBinding({ origin: 'wheel', ingredients: bindingIngredients(wheel), binding, machine });
  return `${version} from PyPI, tfjs-node's binding ${reusable ? 'kept' : `built with ${compiler}`}`;
}

/** The install step of tfjs-node itself: fetches TensorFlow 2.9.1 and a binding from Google's storage. */
async function makeByItself({ reason, machine, note }) {
  note(`${reason}: running tfjs-node's own install step`);
  for (const name of ['deps', 'lib', 'setup.json'])
    rmSync(path.join(tfjsNode, name), { recursive: true, force: true });
  const result = await rebuildPackage('@tensorflow/tfjs-node');
  const advice = reason.includes('compiler')
    ? 'Install a C++ compiler (Debian, Ubuntu: sudo apt install g++; macOS: xcode-select --install), then run the same command again: TensorFlow then comes from PyPI.'
    : 'https://www.npmjs.com/package/@tensorflow/tfjs-node says what it needs on this machine.';
  const { binding } = locateBinding();
  if (result.code !== 0 || !existsSync(binding)) {
    const { message } = explainFailure("tfjs-node's own install step", result, {
      hosts: 'storage.googleapis.com',
    });
    throw new SetupError(`${message} That step was taken because ${reason}. ${advice}`, {
      output: result.output,
    });
  }
  note('trying it');
  const version = await checkTensorflow({ advice });
  stampBinding({ origin: 'tfjs-node', binding, machine });
  return `${version} by tfjs-node's own install step, because ${reason}`;
}

/** Where tfjs-node looks for its binding: in a folder named by the newest Node-API that both it and Node know. */
function locateBinding() {
  const { binary } = JSON.parse(readFileSync(path.join(tfjsNode, 'package.json'), 'utf8'));
  const napi = Math.max(
    ...binary.napi_versions.filter((version) => version <= Number(process.versions.napi)),
  );
  const folder = binary.module_path.replace('{napi_build_version}', napi);
  return { napi, binding: path.join(tfjsNode, folder, `${binary.module_name}.node`) };
}

/** tfjs-node's folder `deps` becomes a relative link: the clone may be moved, and `npm ci` drops only the link. */
function linkLibraries(wheel) {
  const deps = path.join(tfjsNode, 'deps');
  rmSync(deps, { recursive: true, force: true });
  symlinkSync(path.relative(tfjsNode, librariesFolder(wheel)), deps);
}

const isBuiltFrom = (found, wheel) =>
  wheel !== undefined &&
  Object.entries(bindingIngredients(wheel)).every(([key, value]) => found[key] === value);

/** Loads tfjs-node in a process of its own and runs an op; returns TensorFlow's version. */
async function checkTensorflow({ expected, advice }) {
  const result = await runCommand(process.execPath, [checker], { cwd: projectRoot, env: childEnvironment() });
  if (result.code !== 0)
    throw explainFailure(
      'tfjs-node to load and multiply two matrices, which is how set-up tries it,',
      result,
      { advice },
    );
  // TensorFlow may say something, too, where the user has asked it to.
  const [, version] = /^\{"version":"(.*)"\}$/m.exec(result.output) ?? [];
  if (expected && version !== expected)
    throw new SetupError(
      `Expected TensorFlow to be ${expected} but found ${version}. Delete node_modules, then run the same command again.`,
    );
  return version;
}

function stampBinding({ origin, ingredients, binding, machine }) {
  const { size } = statSync(binding);
  const relative = path.relative(tfjsNode, binding);
  const content = { origin, ...ingredients, binding: relative, size, glibc: machine.glibc };
  const nodes = isStamped(stamp, content) ? readStamp(stamp).nodes : [];
  writeStamp(stamp, { ...content, nodes: [...new Set([...nodes, process.versions.node])] });
}

/** Whether the binding that a stamp speaks of is there as it was. */
function isBinding({ binding, size }) {
  if (typeof binding !== 'string') return false;
  return statSync(path.join(tfjsNode, binding), { throwIfNoEntry: false })?.size === size;
}
