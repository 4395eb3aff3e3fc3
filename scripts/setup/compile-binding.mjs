import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainFailure } from './explain-failure.mjs';
import { runCommand } from '../shared/processes/run-command.mjs';
import { packageFolder } from './package-folder.mjs';
import { hashFile } from './stamp.mjs';

const native = (/** @type {string} */ file) => fileURLToPath(new URL(`native/${file}`, import.meta.url));
const logLevel = native('log-level.cc');
const session = native('session.h');
const recipe = fileURLToPath(import.meta.url);

/**
 * What a binding is compiled from, for its stamp: if any of it changes, the binding has to be
 * recompiled.
 *
 * @param {import('./wheel.mjs').Wheel} wheel
 * @returns {{ sha256: string, logLevel: string, session: string, recipe: string }}
 */
export function bindingIngredients(wheel) {
  const [level, header, script] = [logLevel, session, recipe].map(hashFile);
  return { sha256: wheel.sha256, logLevel: level, session: header, recipe: script };
}

/**
 * Compiles tfjs-node's binding. Without node-gyp, whose makefiles break on a space in a path and
 * which needs the network.
 *
 * @param {object} options
 * @param {string} options.tfjsNode tfjs-node's folder, with TensorFlow's libraries in `deps`
 * @param {string} options.binding the file to write, two folders below tfjs-node's
 * @param {number} options.napi version of Node-API
 * @param {import('./wheel.mjs').Wheel} options.wheel
 * @param {string} options.compiler
 * @throws {SetupError} when the compiler fails
 */
export async function compileBinding({ tfjsNode, binding, napi, wheel, compiler }) {
  const mac = process.platform === 'darwin';
  const compile = (/** @type {string} */ output, /** @type {string[]} */ args) =>
    runCompiler(compiler, { folder: tfjsNode, output, args });
  const rpath = (/** @type {string} */ to) => `-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/${to}`;
  const folder = path.dirname(binding);
  mkdirSync(folder, { recursive: true });
  // TensorFlow logs while it is being loaded. glibc's loader initializes the library that is linked
  // last first, so on Linux the log level is set by a separate library, which needs none of
  // TensorFlow's. On macOS it is set after the first lines of the log.
  const level = mac ? logLevel : path.join(folder, 'liblog-level.so');
  if (!mac) await compile(level, ['-shared', '-Wl,-soname,liblog-level.so', logLevel]);
  // The linker reads all 400,000 names of TensorFlow's libraries, for nothing: a shared library may
  // leave names open. On Linux it gets empty libraries of the same name instead.
  const stubs = path.join(folder, 'stubs');
  const libraries = mac ? wheel.libraries.map((name) => `deps/lib/${name}`) : [];
  if (!mac) {
    mkdirSync(stubs, { recursive: true });
    for (const name of wheel.libraries) {
      libraries.push(path.join(stubs, name));
      await compile(path.join(stubs, name), ['-shared', `-Wl,-soname,${name}`, '-x', 'c++', '/dev/null']);
    }
  }
  await compile(binding, [
    ...(mac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,--no-as-needed']),
    `-DNAPI_VERSION=${napi}`,
    ...['-include', session],
    // Node-API's headers are the same for every version of Node.
    ...['-I', path.join(packageFolder('node-api-headers'), 'include')],
    ...['-I', 'deps/include', 'binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
    ...[...libraries, level],
    ...[rpath('.'), rpath('../../deps/lib')],
  ]);
  rmSync(stubs, { recursive: true, force: true });
}

/**
 * Calls the compiler once; the output file appears only if it succeeds.
 *
 * @param {string} compiler
 * @param {{ folder: string, output: string, args: string[] }} options folder: the working directory
 */
async function runCompiler(compiler, { folder, output, args }) {
  const building = `${output}.tmp`;
  const result = await runCommand(compiler, ['-std=c++17', '-O2', '-fPIC', ...args, '-o', building], {
    cwd: folder,
  });
  if (result.code !== 0)
    throw explainFailure(`building tfjs-node's binding with ${compiler}`, result, {
      advice: 'It needs a compiler that supports C++17. CXX=<compiler> chooses another.',
    });
  renameSync(building, output);
}
