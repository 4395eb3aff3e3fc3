import { formatCount } from '../../../src/lib/format';
import { integer, list, object, text } from '../../../src/lib/json/index';
import { ON_PHOTOGRAPHS } from '../../shared/comparison-words';
import type { ContenderGroup } from '../../shared/contender-group';
import type { KerasHello } from '../../shared/contender-hello';
import type { Contender } from '../../shared/json-lines-process';
import type { createReporter } from '../../shared/reporter.mjs';
import type { PhotographContender } from '../contenders';
import { FOUND } from '../row';
import { DETECTED } from './answers';
import { FACE_SIZES, SEED } from './layout';
import type { PhotographRow } from './photograph-row';

const PHOTOGRAPHS = object({
  photographs: list(object({ file: text(), width: integer({ from: 1 }) })),
});

/** What the comparison on photographs takes. */
export interface PhotographsOptions {
  contenders: readonly PhotographContender[];
  /** The project's program, which has opened the data set. */
  project: Contender;
  group: ContenderGroup;
  reporter: ReturnType<typeof createReporter>;
  /** Where the photographs are written. */
  folder: string;
  /** How many of each size. */
  each: number;
}

/**
 * Writes photographs, and lets each contender find the faces in them, one after the other.
 *
 * @returns a row for each, and the versions of those who ran on Python
 */
export async function measurePhotographs({
  contenders,
  project,
  group,
  reporter,
  folder,
  each,
}: PhotographsOptions): Promise<{ rows: PhotographRow[]; keras?: KerasHello }> {
  const photographs = await reporter.step('Photographs', async (note) => {
    const command = { task: 'photograph', folder, each, seed: SEED };
    const made = await project.ask(command, PHOTOGRAPHS, { onProgress: showing(note) });
    return made.photographs;
  });
  const files = photographs.map(({ file }) => file);
  // Each size once with each size of face: what is done only once is no part of the speed.
  const warmUp = photographs
    .filter(({ width }, i) => photographs.findIndex((other) => other.width === width) + FACE_SIZES.length > i)
    .map(({ file }) => file);
  const rows: PhotographRow[] = [];
  let keras: KerasHello | undefined;
  for (const contender of contenders) {
    const { id } = contender;
    const own = 'program' in contender ? undefined : await project.ask({ task: 'find', which: id }, FOUND);
    const title = 'program' in contender ? contender.title : `${own?.title} and BlazeFace`;
    if (own?.absent !== undefined) {
      rows.push({ id, title, absent: own.absent });
      continue;
    }
    const detected = await reporter.step(`${title}, on photographs`, async (note) => {
      const onProgress = showing(note);
      const command = { task: 'detect', files, warmUp };
      if (!('program' in contender)) return project.ask(command, DETECTED, { onProgress });
      const peer = group.start(contender.program);
      try {
        return await peer.ask({ ...command, detector: contender.detector }, DETECTED, { onProgress });
      } finally {
        await group.stop(peer);
      }
    });
    if ('absent' in detected) {
      rows.push({ id, title, absent: detected.absent });
      continue;
    }
    const { versions, precision, ...answers } = detected;
    keras = versions ?? keras;
    const measured = await project.ask({ task: 'scorePhotographs', ...answers }, ON_PHOTOGRAPHS);
    rows.push({ id, title: precision ? `${title}, in ${precision}` : title, measured });
  }
  return { rows, keras };
}

/** Shows how far a contender is, on its step's line. */
const showing = (note: (text: string) => void) => (done: number, total: number) =>
  note(`${formatCount(done)} of ${formatCount(total)} photographs`);
