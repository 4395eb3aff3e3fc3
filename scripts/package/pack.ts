import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import { runNpm } from '../setup/npm-packages.mjs';
import { projectRoot } from '../shared/environment.mjs';
import type { PackageSizes } from '../shared/docs/package-sizes';

/** What `npm pack --json` says of a package. */
interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string; size: number }[];
}

/**
 * Packs a built package with `npm pack`.
 *
 * @param folder the package's
 * @param to the folder for the packed file
 * @returns the packed file and the sizes of what is in it
 * @throws ExpectationError when npm fails
 * @example const { file } = await pack('dist/package', 'dist');
 */
export async function pack(folder: string, to: string): Promise<{ file: string; sizes: PackageSizes }> {
  const { code, output } = await runNpm([
    ...['pack', folder, '--pack-destination', to, '--json', '--ignore-scripts', '--loglevel=error'],
  ]);
  const listed = /^\[[^]*^\]/m.exec(output)?.[0];
  if (code !== 0 || listed === undefined)
    throw expectation('`npm pack`', { expectation: 'successful', found: output.trim() });
  const [{ filename, size, unpackedSize, files }] = JSON.parse(listed) as [Packed];
  const bytesOf = (pattern: RegExp) =>
    files.reduce((sum, file) => sum + (pattern.test(file.path) ? file.size : 0), 0);
  return {
    file: path.join(to, filename),
    sizes: {
      ...{ packed: size, unpacked: unpackedSize, files: files.length },
      models: { shipped: bytesOf(/^models\/emotion\//), crowd: bytesOf(/^models\/emotion-crowd\//) },
      javascript: bytesOf(/^src\/.*\.c?js$/),
      types: bytesOf(/\.d\.c?ts$/),
      sourceMaps: bytesOf(/\.map$/),
      tensorflow: bytesIn(path.join(projectRoot, '.cache', 'tensorflow')),
      openvino: bytesIn(path.join(projectRoot, '.cache', 'openvino')),
    },
  };
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const stat = statSync(path.join(folder, name));
    return sum + (stat.isFile() ? stat.size : 0);
  }, 0);
