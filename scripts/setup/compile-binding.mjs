import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../shared/environment.mjs';
import { explainFailure } from './explain-failure.mjs';
import { runCommand } from './run-command.mjs';
import { hashFile } from './stamp.mjs';

const native = (file) => fileURLToPath(new URL(`native/${file}`, import.meta.url));
const logLevel = native('log-level.cc');
const session = native('session.h');
const recipe = fileURLToPath(import.meta.url);

/**
 * What decides how a binding comes out, for its stamp: where one is another, the binding has to be compiled anew.
 *
 * @returns {{ sha256: string, logLevel: string, session: string, recipe: string }}
 */
export function bindingIngredients(wheel) {
  const [level, header, script] = [logLevel, session, recipe].map(hashFile);
  return { sha256: wheel.sha256, logLevel: level, session: header, recipe: script };
}

/**
 * Compiles tfjs-node's binding: few files and a compiler, no node-gyp, whose makefiles break on a space in a path and which
 * needs the network.
 *
 * @param {object} options
 * @param {string} options.tfjsNode tfjs-node's folder, with TensorFlow's libraries in `deps`
 * @param {string} options.binding the file to write, two folders below it
 * @param {number} options.napi version of Node-API
 * @throws {SetupError} when the compiler fails
 */
export async function compileBinding({ tfjsNode, binding, napi, wheel, compiler }) {
  const mac = process.platform === 'darwin';
  const compile = (output, args) => runCompiler(compiler, { folder: tfjsNode, output, args });
  const rpath = (to) => `-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/${to}`;
  const folder = path.dirname(binding);
  mkdirSync(folder, { recursive: true });
  // TensorFlow speaks while it is loaded. glibc's loader starts what is linked last first, so there the log level is
  // a library of its own, which needs none of TensorFlow's; elsewhere it comes after the first lines.
  const level = mac ? logLevel : path.join(folder, 'liblog-level.so');
  if (!mac) await compile(level, ['-shared', '-Wl,-soname,liblog-level.so', logLevel]);
  await compile(binding, [
    ...(mac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,--no-as-needed']),
    `-DNAPI_VERSION=${napi}`,
    ...['-include', session],
    // Node-API's headers are the same for every Node.
    ...['-I', path.join(projectRoot, 'node_modules', 'node-api-headers', 'include')],
    ...['-I', 'deps/include', 'binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
    ...[...wheel.libraries.map((name) => `deps/lib/${name}`), level],
    ...[rpath('.'), rpath('../../deps/lib')],
  ]);
}

/** One call of the compiler, all or nothing. */
async function runCompiler(compiler, { folder, output, args }) {
  const building = `${output}.tmp`;
  const result = await runCommand(compiler, ['-std=c++17', '-O2', '-fPIC', ...args, '-o', building], {
    cwd: folder,
  });
  if (result.code !== 0)
    throw explainFailure(`building tfjs-node's binding with ${compiler}`, result, {
      advice: 'It needs a compiler that knows C++17. CXX=<compiler> chooses another.',
    });
  renameSync(building, output);
}
