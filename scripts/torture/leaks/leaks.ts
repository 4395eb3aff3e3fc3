import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Attack, Campaign } from '../attack';
import { start, waitForEnd } from '../processes';
import { tail } from '../references';
import { prepareFaces, programCommand } from '../victims/program';

/**
 * The repeated tasks, the number of repetitions, and how much memory may grow in the last three
 * quarters of them.
 */
const WORKS = [
  { what: 'predictions', times: 1000, bytes: 4e7 },
  { what: 'model-loads', times: 300, bytes: 8e7 },
  { what: 'dataset-loads', times: 300, bytes: 8e7 },
  { what: 'pictures', times: 1000, bytes: 4e7 },
] as const;

/** Repeats a task many times: memory must not grow, and no tensor may be left. */
export function leaks({ scratch }: Campaign): Attack {
  const inputs = path.join(scratch, 'leaks');
  return {
    ...{ name: 'leaks', share: 2, batch: 1, most: WORKS.length },
    async prepare() {
      mkdirSync(inputs, { recursive: true });
      await prepareFaces(inputs);
      return undefined;
    },
    async run([number]) {
      const began = performance.now();
      const { what, times, bytes } = WORKS[number % WORKS.length];
      const { command, args } = programCommand('leaks', inputs, inputs);
      const started = start({ command, args: [...args, what, `${times}`] }, { mark: inputs });
      const end = await waitForEnd(started);
      const milliseconds = performance.now() - began;
      const outcome = (fault?: string, peakBytes?: number) => [
        { what: `${times} ${what}`, fault, milliseconds, peakBytes },
      ];
      const found = /^result (.+)$/m.exec(started.output());
      if (end !== 0 || !found) return outcome(`ended with ${end}: ${tail(started)}`);
      const { grown, tensors, peakBytes } = JSON.parse(found[1]) as {
        grown: number;
        tensors: number;
        peakBytes?: number;
      };
      if (tensors !== 0) return outcome(`${tensors} tensors are left`, peakBytes);
      if (grown > bytes) return outcome(`the memory grew by ${Math.round(grown / 1e6)} MB`, peakBytes);
      return outcome(undefined, peakBytes);
    },
  };
}
