// `npm run evaluate`: measures the model that ships anew, from its files, and compares with its card.
import { runProgram } from './run-program.mjs';

await runProgram('evaluate.ts');
