// `npm run torture`: attacks the project with kills, damaged files, poisoned memory and full disks; docs/reliability.md says what it found.
import { runProgram } from './run-program.mjs';

process.exitCode = await runProgram('torture.ts');
