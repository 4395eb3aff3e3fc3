import { BENCHMARKS, type Benchmarks } from '../shared/docs/benchmarks';
import { measuredOn } from '../shared/docs/measured-on';
import { updateDocs } from '../shared/docs/update-docs';
import { ZOO, type Zoo } from '../shared/docs/zoo';
import type { Machine } from '../shared/machine';
import type { Row } from './check-row';
import { CONTENDERS } from './contenders';
import { ZOO_KINDS, ZOO_WAYS } from './zoo/kinds';

/** The content of out/bench.json, as far as docs show it. */
export interface Bench {
  machine: Machine & { rounds: number; seconds: number; peak: Record<'float32' | 'bfloat16', number> };
  rows: readonly Row[];
}

const isZoo = ({ id }: Row) => id.startsWith('zoo-');

/** A participant such as `keras-float32:call` as readers know it. */
function nameOf(participant: string): string {
  const [name, way = ''] = participant.split(':');
  const call = { call: 'model(x)', predict: 'model.predict(x)' }[way];
  const loader = { generator: 'ImageDataGenerator', image_dataset: 'image_dataset_from_directory' }[way];
  const shown = call ?? loader;
  return `${CONTENDERS[name].title}${shown ? `, \`${shown}\`` : ''}`;
}

/** What docs/benchmarks.md shows of a benchmark: all rows but the zoo's. */
export function benchmarksOf({ machine, rows }: Bench): Benchmarks {
  const { date, ...on } = measuredOn(machine);
  return {
    command: 'npm run bench -- --write',
    machine: { date, ...on },
    rounds: machine.rounds,
    days: [{ date, rows: 'all', peak: machine.peak }],
    rows: rows
      .filter((row) => !isZoo(row))
      .map(({ id, title, unit, ours, peer, contenders, ratio, must, better, holds, shareOfPeak }) => ({
        ...{ id, title, unit, ratio, must, better, holds, shareOfPeak },
        ours: { name: nameOf(contenders.ours), value: ours },
        peer: { name: nameOf(contenders.peer), value: peer },
      })),
    notes: [],
  };
}

/**
 * What docs/zoo.md shows of a benchmark.
 *
 * @throws where a row of the zoo is missing
 */
export function zooOf({ machine, rows }: Bench): Zoo {
  const found = ZOO_KINDS.flatMap(({ name, title }) =>
    ZOO_WAYS.map(({ way, method }) => {
      const id = `zoo-${name}-${way}/float32/stock`;
      const row = rows.find((candidate) => candidate.id === id);
      if (!row || row.must === null || row.holds === null)
        throw new Error(`Expected a row ${id} but found none. Run \`npm run bench -- --rows zoo\`.`);
      const { ratio, spread, must, holds } = row;
      return { title, method, ratio, low: spread.ratio.low, high: spread.ratio.high, must, holds };
    }),
  );
  const { rounds, seconds } = machine;
  return { measured: { machine: measuredOn(machine), rounds, seconds }, rows: found };
}

/**
 * Writes a benchmark's figures into docs/data, and renders the pages that show them.
 *
 * @returns the files that were written, from the project's root
 */
export async function publishBench(bench: Bench): Promise<string[]> {
  const written = [];
  if (bench.rows.some(isZoo)) {
    await ZOO.write(zooOf(bench));
    written.push(ZOO.file);
  }
  if (!bench.rows.every(isZoo)) {
    await BENCHMARKS.write(benchmarksOf(bench));
    written.push(BENCHMARKS.file);
  }
  return [...written, ...(await updateDocs())];
}
