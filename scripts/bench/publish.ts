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

/** The ways of contenders as readers know them. */
const WAYS: Readonly<Record<string, string>> = {
  call: '`model(x)`',
  predict: '`model.predict(x)`',
  generator: '`ImageDataGenerator`',
  image_dataset: '`image_dataset_from_directory`',
  files: 'from the files',
  batch: 'one batch',
  'eager-float32': 'float32',
  'eager-bfloat16': 'autocast to bfloat16',
  'compile-float32': '`torch.compile`, float32',
  'compile-bfloat16': '`torch.compile`, autocast to bfloat16',
  float32: 'float32',
  bfloat16: 'bfloat16',
  spinning: 'float32',
  blocking: 'float32, threads that block',
};

/** A participant such as `keras-float32:call` as readers know it. */
function nameOf(participant: string): string {
  const [name, way = ''] = participant.split(':');
  return [CONTENDERS[name].title, WAYS[way]].filter(Boolean).join(', ');
}

/** What a row that misses its target, or an aim without one, says of itself. */
function shortfallOf({ title, contenders, ratio, must, aim, holds, reachesAim, better }: Row): string[] {
  const missed = holds === false ? must : must === null && reachesAim === false ? aim : null;
  if (missed === null) return [];
  const wanted = `${better === 'at most' ? 'at most ' : ''}${missed}x`;
  const verb = must === null ? 'aimed at' : 'required';
  return [
    `${title}: ${nameOf(contenders.ours)} has ${ratio.toFixed(2)}x of ${nameOf(contenders.peer)}; ${wanted} is ${verb}.`,
  ];
}

/** A row as docs show it: its aim where nothing is required, and what the peer's other ways gave. */
function publishedRow(row: Row): Benchmarks['rows'][number] {
  const { id, title, unit, ratio, must, aim, better, holds, reachesAim, shareOfPeak, contenders, ways } = row;
  const isAimOnly = must === null && aim !== null;
  return {
    ...{ id, title, unit, ratio, must, better, holds, shareOfPeak },
    aim: isAimOnly ? aim : undefined,
    reachesAim: isAimOnly ? reachesAim : undefined,
    ours: { name: nameOf(contenders.ours), value: row.ours },
    peer: { name: nameOf(contenders.peer), value: row.peer },
    ways: ways && Object.entries(ways).map(([way, value]) => ({ name: nameOf(way), value })),
  };
}

/** What docs/benchmarks.md shows of a benchmark: all rows but the zoo's. */
export function benchmarksOf({ machine, rows }: Bench): Benchmarks {
  const { date, ...on } = measuredOn(machine);
  const own = rows.filter((row) => !isZoo(row));
  return {
    command: 'npm run bench -- --write',
    machine: { date, ...on },
    rounds: machine.rounds,
    days: [{ date, rows: 'all', peak: machine.peak }],
    rows: own.map(publishedRow),
    notes: own.flatMap(shortfallOf),
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
