// The process that checkpoint.test.ts kills: trains into the folder of its argument and says what it is doing.
import { checkpoint, saveHistory } from '../../src/lib/training/index';
import { smallRun } from './small-run';

const folder = process.argv[2];
void smallRun({
  callbacks: [
    {
      onBatchEnd: (_, { epoch, step }) => void process.stdout.write(`batch ${epoch}.${step}\n`),
      // Called before the checkpoint is written.
      onEpochEnd: (_, { epoch }) => void process.stdout.write(`epoch ${epoch}\n`),
    },
    checkpoint({ folder, settings: { run: 'small' } }),
    saveHistory(`${folder}/history.json`),
  ],
});
