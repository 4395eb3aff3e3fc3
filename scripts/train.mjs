// `npm run train`: trains outside of the notebooks, by the recipes of src/lib/training/presets.ts; resumable.
import { runProgram } from './run-program.mjs';

await runProgram('train.ts');
