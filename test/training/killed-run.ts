// The process that checkpoint.test.ts kills: trains into the folder of its argument and says what
// it is doing.
import { modelCheckpoint, saveHistory } from '../../src/lib/training/index';
import { smallRun } from './small-run';

const folder = process.argv[2];
void smallRun({
  callbacks: [
    {
      onBatchEnd: (_, { epoch, step }) => void process.stdout.write(`batch ${epoch}.${step}\n`),
      // Called before the checkpoint is written.
      onEpochEnd: (_, { epoch }) => void process.stdout.write(`epoch ${epoch}\n`),
    },
    modelCheckpoint({ folder, settings: { run: 'small' } }),
    saveHistory(`${folder}/history.json`),
  ],
});
