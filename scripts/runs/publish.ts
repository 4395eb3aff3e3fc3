import type { TrainingRecord } from '../../src/lib/index';
import { measuredOn } from '../shared/docs/measured-on';
import { RUNS, type RunSummary } from '../shared/docs/runs';
import { updateDocs } from '../shared/docs/update-docs';
import { describeMachine } from '../shared/machine';
import { sayHello } from '../shared/say-hello';

/**
 * Writes what runs have reached into docs/data/runs.json, and renders the pages that show it.
 *
 * @param options.record of one of the runs: where it was trained; of older runs it is not known,
 *   and this machine counts
 * @returns the files that changed, from the project's root
 */
export async function publishRuns(
  runs: RunSummary[],
  { command, record }: { command: string; record?: TrainingRecord },
): Promise<string[]> {
  const here = measuredOn(describeMachine({ ours: sayHello('float32') }));
  const trained = record && { processor: record.processor.model, cores: record.processor.cores };
  await RUNS.write({ command, machine: { ...here, ...trained }, runs, notes: [] });
  return [RUNS.file, ...(await updateDocs())];
}
