// `npm run fuzz`: random networks, trained by useFastTraining() and by stock tfjs-node; they have to come to the same.
import { runProgram } from './run-program.mjs';

process.exitCode = await runProgram('fuzz.ts');
