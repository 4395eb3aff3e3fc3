// `npm run evaluate`: measures the model that ships anew, from its files, and compares with its card.
import { runProgram } from './run-program.mjs';

process.exitCode = await runProgram('evaluate.ts');
