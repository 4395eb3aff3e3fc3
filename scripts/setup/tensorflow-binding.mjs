import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment, projectRoot } from '../environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { findCompiler } from './find-compiler.mjs';
import { runNpm } from './npm-packages.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { hashFile, isStamped, readStamp, writeStamp } from './stamp.mjs';
import { fetchLibraries, hasLibraries, librariesFolder } from './tensorflow-libraries.mjs';
import { chooseWheel, TENSORFLOW_VERSION, thisMachine } from './tensorflow-wheel.mjs';

const tfjsNode = path.join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-node');
const stamp = path.join(tfjsNode, 'setup.json');
const checker = fileURLToPath(new URL('check-tensorflow.cjs', import.meta.url));
const logLevel = fileURLToPath(new URL('native/log-level.cc', import.meta.url));

/** tfjs-node with TensorFlow's libraries and its native binding. */
export const tensorflow = {
  title: 'TensorFlow',

  async isCurrent() {
    const found = readStamp(stamp);
    // Node-API keeps one binding good for every Node; still, each Node that meets it tries it once.
    if (!found?.nodes?.includes(process.versions.node)) return false;
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
  const binding = bindingPath();
  const built = readStamp(stamp);
  const reusable =
    built?.origin === 'wheel' &&
    isBuiltFrom(built, wheel) &&
    path.join(tfjsNode, built.binding) === binding &&
    isBinding(built);
  linkLibraries(wheel);
  if (!reusable) {
    note("building tfjs-node's binding");
    await compileBinding({ wheel, compiler, binding });
  }
  note('trying it');
  const version = await checkTensorflow({ expected: TENSORFLOW_VERSION });
  stampBinding({ origin: 'wheel', ...ingredients(wheel), binding, machine });
  return `${version} from PyPI, tfjs-node's binding ${reusable ? 'kept' : `built with ${compiler}`}`;
}

/** The install step of tfjs-node itself: fetches TensorFlow 2.9.1 and a binding from Google's storage. */
async function makeByItself({ reason, machine, note }) {
  note(`${reason}: running tfjs-node's own install step`);
  for (const name of ['deps', 'lib', 'setup.json'])
    rmSync(path.join(tfjsNode, name), { recursive: true, force: true });
  const result = await runNpm([
    'rebuild',
    '@tensorflow/tfjs-node',
    '--ignore-scripts=false',
    '--foreground-scripts',
  ]);
  const advice = reason.includes('compiler')
    ? 'Install a C++ compiler (Debian, Ubuntu: sudo apt install g++; macOS: xcode-select --install), then run the same command again: TensorFlow then comes from PyPI.'
    : 'https://www.npmjs.com/package/@tensorflow/tfjs-node says what it needs on this machine.';
  const binding = bindingPath();
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
function bindingPath() {
  const { binary } = JSON.parse(readFileSync(path.join(tfjsNode, 'package.json'), 'utf8'));
  const version = napiVersion(binary);
  return path.join(
    tfjsNode,
    binary.module_path.replace('{napi_build_version}', version),
    `${binary.module_name}.node`,
  );
}

function napiVersion(binary) {
  return Math.max(...binary.napi_versions.filter((version) => version <= Number(process.versions.napi)));
}

/** tfjs-node's folder `deps` becomes a relative link: the clone may be moved, and `npm ci` drops only the link. */
function linkLibraries(wheel) {
  const deps = path.join(tfjsNode, 'deps');
  rmSync(deps, { recursive: true, force: true });
  symlinkSync(path.relative(tfjsNode, librariesFolder(wheel)), deps);
}

/** What of a stamp tells that a binding was built from something else. */
const ingredients = (wheel) => ({ sha256: wheel.sha256, logLevel: hashFile(logLevel) });

const isBuiltFrom = (found, wheel) =>
  wheel !== undefined && Object.entries(ingredients(wheel)).every(([key, value]) => found[key] === value);

/** Few files and a compiler: no node-gyp, whose makefiles break on a space in a path and which needs the network. */
async function compileBinding({ wheel, compiler, binding }) {
  const mac = process.platform === 'darwin';
  const folder = path.dirname(binding);
  const { binary } = JSON.parse(readFileSync(path.join(tfjsNode, 'package.json'), 'utf8'));
  const libraries = wheel.libraries.map((name) => `deps/lib/${name}`);
  const compile = async (output, args) => {
    const building = `${output}.tmp`;
    const rpaths = ['.', '../../deps/lib'].map(
      (to) => `-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/${to}`,
    );
    const result = await runCommand(
      compiler,
      ['-std=c++17', '-O2', '-fPIC', ...args, ...rpaths, '-o', building],
      { cwd: tfjsNode },
    );
    if (result.code !== 0)
      throw explainFailure(`building tfjs-node's binding with ${compiler}`, result, {
        advice: 'It needs a compiler that knows C++17. CXX=<compiler> chooses another.',
      });
    renameSync(building, output);
  };
  mkdirSync(folder, { recursive: true });
  // TensorFlow speaks while it is loaded. glibc's loader starts what is linked last first, so there the log level is
  // a library of its own, which needs none of TensorFlow's; elsewhere it comes after the first lines.
  const level = mac ? logLevel : path.join(folder, 'liblog-level.so');
  const shared = ['-shared', '-Wl,--no-as-needed'];
  if (!mac) await compile(level, [...shared, '-Wl,-soname,liblog-level.so', logLevel]);
  await compile(binding, [
    ...(mac ? ['-bundle', '-undefined', 'dynamic_lookup'] : shared),
    `-DNAPI_VERSION=${napiVersion(binary)}`,
    // Node-API's headers are the same for every Node.
    ...['-I', path.join(projectRoot, 'node_modules', 'node-api-headers', 'include')],
    ...['-I', 'deps/include', 'binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
    ...[...libraries, level],
  ]);
}

/** Loads tfjs-node in a process of its own and runs an op; returns TensorFlow's version. */
async function checkTensorflow({ expected, advice }) {
  const result = await runCommand(process.execPath, [checker], { cwd: projectRoot, env: childEnvironment() });
  if (result.code !== 0)
    throw explainFailure(
      'tfjs-node to load and multiply two matrices, which is how set-up tries it,',
      result,
      { advice },
    );
  const { version } = JSON.parse(result.output.trim().split('\n').at(-1));
  if (expected && version !== expected)
    throw new SetupError(
      `Expected TensorFlow to be ${expected} but found ${version}. Delete node_modules, then run the same command again.`,
    );
  return version;
}

function stampBinding({ origin, sha256, logLevel, binding, machine }) {
  const { size } = statSync(binding);
  const relative = path.relative(tfjsNode, binding);
  const content = { origin, sha256, logLevel, binding: relative, size, glibc: machine.glibc };
  const nodes = isStamped(stamp, content) ? readStamp(stamp).nodes : [];
  writeStamp(stamp, { ...content, nodes: [...new Set([...nodes, process.versions.node])] });
}

/** Whether the binding that a stamp speaks of is there as it was. */
function isBinding({ binding, size }) {
  return statSync(path.join(tfjsNode, binding), { throwIfNoEntry: false })?.size === size;
}
