// `npm run release`: makes of a training's run the model that ships, with its card.
import { runProgram } from './run-program.mjs';

process.exitCode = await runProgram('release.ts');
