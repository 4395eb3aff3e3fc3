// `npm run train`: trains outside of the notebooks, by the recipes of src/lib/training/presets.ts; resumable.
import path from 'node:path';
import { run } from './environment.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { setup } from './setup/setup.mjs';
import { tensorflow } from './setup/tensorflow-binding.mjs';

await setup({ quiet: true, steps: [npmPackages, tensorflow] });

const program = path.join('scripts', 'train', 'train.ts');
process.exitCode = await run(process.execPath, ['--import', 'tsx', program, ...process.argv.slice(2)]);
