// `npm run setup`: brings a fresh clone to where everything runs; says so when it is there already.
import { projectRoot } from './environment.mjs';
import { hooksOf } from './hooks/hooks-path.mjs';
import { setup } from './setup/setup.mjs';

await setup();

if (hooksOf({ cwd: projectRoot }).state === 'none')
  console.log('Hint: `npm run hook` lets git refuse commits of notebooks with outputs.');
