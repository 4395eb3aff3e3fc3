// `npm run setup`: brings a fresh clone to where everything runs; says so when it is there already.
import { setup } from './setup/setup.mjs';

await setup();
