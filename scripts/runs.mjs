// `npm run runs`: what the trainings in models/runs have reached, side by side; those that differ in the seed alone as one.
import { runProgram } from './run-program.mjs';

await runProgram('runs.ts');
