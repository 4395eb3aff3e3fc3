// What draws figures is large, so it is not installed with the package: whoever imports `./notebook`
// learns at once what is missing, and not from the first figure of a long training.
import { createRequire } from 'node:module';
import { expectation } from '../lib/errors';

const PACKAGES = ['jsdom', 'plotly.js-dist-min', 'nodeplotlib', '@napi-rs/canvas'];

const load = createRequire(__filename);

const missing = PACKAGES.filter((name) => !isInstalled(name));
if (missing.length > 0) {
  // Of the package, which holds src/package as the project does.
  const { peerDependencies: versions } = load('../../package.json') as {
    peerDependencies: Record<string, string>;
  };
  throw expectation('what emotion-notebooks/notebook draws figures with', {
    expectation: 'installed',
    found: `no ${missing.join(', ')}`,
    advice: `Run \`npm install ${missing.map((name) => `${name}@${versions[name]}`).join(' ')}\`.`,
  });
}

function isInstalled(name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
