import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TrainingRecord } from '../../src/lib/index';
import { measuredOn } from '../shared/docs/measured-on';
import { keepOtherRuns, RUNS, type RunSummary } from '../shared/docs/runs';
import { updateDocs } from '../shared/docs/update-docs';
import { projectRoot } from '../shared/environment.mjs';
import { describeMachine } from '../shared/machine';
import { sayHello } from '../shared/say-hello';

/**
 * Writes what runs have reached into one of the tables in docs/data, and renders the pages that show
 * it. What was said about the table before stays, and so do its other runs, whose folders may be on
 * another machine.
 *
 * @param options.record of one of the runs: where it was trained; of older runs it is not known,
 *   and this machine counts
 * @returns the files that changed, from the project's root
 */
export async function publishRuns(
  runs: RunSummary[],
  { command, record, table = RUNS }: { command: string; record?: TrainingRecord; table?: typeof RUNS },
): Promise<string[]> {
  const here = measuredOn(describeMachine({ ours: sayHello('float32') }));
  const trained = record && { processor: record.processor.model, cores: record.processor.cores };
  const earlier = existsSync(path.join(projectRoot, table.file)) ? await table.read() : undefined;
  await table.write({
    command,
    machine: { ...here, ...trained },
    runs: earlier ? keepOtherRuns(earlier, runs) : runs,
    notes: earlier?.notes ?? [],
  });
  return [table.file, ...(await updateDocs())];
}
