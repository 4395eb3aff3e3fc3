import path from 'node:path';
import { tensorflowVersion } from '../engine/tensorflow-version';
import { object, readJsonSync, text } from '../json/index';

const PACKAGE = object({ version: text() });

const PACKAGES = ['@tensorflow/tfjs-node', 'sharp', 'danfojs-node', 'nodeplotlib', 'tslab'] as const;

/** A row of the table of versions. */
export interface PackageVersion {
  name: string;
  version: string;
}

/**
 * The versions that a result depends on: Node, TensorFlow and the main packages.
 *
 * @param root the folder that contains node_modules
 * @example await showTable(packageVersions());
 */
export function packageVersions({ root = process.cwd() }: { root?: string } = {}): PackageVersion[] {
  const advice = 'Install the packages again: npm run setup.';
  const installed = PACKAGES.map((name) => {
    const file = path.join(root, 'node_modules', ...name.split('/'), 'package.json');
    const { version } = readJsonSync(file, PACKAGE, {
      what: "a package's package.json",
      advice,
      missing: advice,
    });
    return { name: String(name), version };
  });
  return [
    { name: 'Node', version: process.versions.node },
    { name: 'TensorFlow', version: tensorflowVersion() ?? 'not loaded' },
    ...installed,
  ];
}
