// `npm run package`: builds the library as an npm package and packs it.
import path from 'node:path';
import { PACKAGE_SIZES, packageSizesText } from '../shared/docs/package-sizes';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { buildPackage } from './build-package';
import { pack } from './pack';

const { write } = readOptions((args) => {
  const options = { write: { type: 'boolean', default: false } } as const;
  return parseArguments({ args, options }, 'npm run package').values;
}, usageOf('package'));

void runScript(async () => {
  const dist = path.join(projectRoot, 'dist');
  const folder = path.join(dist, 'package');
  await buildPackage(folder);
  const { file, sizes } = await pack(folder, dist);
  console.log(packageSizesText(sizes));
  if (write) await PACKAGE_SIZES.write(sizes);
  console.log(`\nInstall it in a project: npm install ${file}`);
});
