// `npm run release`: makes of a training's run the model that ships, with its card.
import { runProgram } from './run-program.mjs';

await runProgram('release.ts');
