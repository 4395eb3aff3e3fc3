// `npm run lab`: sets up what is missing and opens JupyterLab on the notebooks; further arguments go to it.
import { jupyter } from './environment.mjs';
import { setup } from './setup/setup.mjs';

await setup({ quiet: true });
process.exitCode = await jupyter(['lab', 'notebooks/1-import-libraries.ipynb', ...process.argv.slice(2)]);
