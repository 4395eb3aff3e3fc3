import type { Architecture } from '../../src/lib/index';
import type { Measure, Pair } from './measure';
import { ZOO_MEASURES } from './zoo/measures';

/** Two contenders, ours first. */
type Contenders = readonly [ours: string, peer: string];

/** What is required of some pairs, and what is aimed at: by `ours/peer`. */
type Demands = Readonly<Record<string, readonly [must: number, aim?: number]>>;

const AUTO_BFLOAT16 = ['auto', 'keras-bfloat16'] as const;
const FLOAT32 = ['float32', 'keras-float32'] as const;
const STOCK = ['auto', 'stock'] as const;
const KERAS: readonly Contenders[] = [['auto', 'keras-float32'], AUTO_BFLOAT16, FLOAT32];
const ALL: readonly Contenders[] = [...KERAS, STOCK];

const pairs = (list: readonly Contenders[], demands: Demands = {}): Pair[] =>
  list.map(([ours, peer]) => {
    const [must = null, aim = null] = demands[`${ours}/${peer}`] ?? [];
    return { ours, peer, must, aim };
  });

/** What the measures of a network share. */
interface NetworkOptions {
  architecture: Architecture;
  demands?: Demands;
  inQuick?: Measure['inQuick'];
}

const training = ({
  architecture,
  batch,
  contenders = ALL,
  demands,
  inQuick = false,
}: NetworkOptions & { batch: number; contenders?: readonly Contenders[] }): Measure => ({
  id: `train-${architecture}-${batch}`,
  title: `training step, ${architecture}, batch ${batch}`,
  ...{ kind: 'rate', unit: 'images/s', better: 'more', inQuick },
  ask: { task: 'train', architecture, batch, steps: 4 },
  quick: { steps: 2 },
  warmUp: { steps: 2 },
  // Forward once and backward twice, to the weights and to the input; a multiply-add is two
  // operations.
  work: { architecture, operations: 6 },
  pairs: pairs(contenders, demands),
});

const prediction = ({ architecture, demands, inQuick = false }: NetworkOptions): Measure => ({
  id: `predict-${architecture}-64`,
  title: `prediction, ${architecture}, batch 64`,
  ...{ kind: 'rate', unit: 'images/s', better: 'more', inQuick },
  ask: { task: 'predict', architecture, batch: 64, batches: 8 },
  warmUp: { batches: 2 },
  work: { architecture, operations: 2 },
  pairs: pairs([FLOAT32, AUTO_BFLOAT16, STOCK], demands),
});

const single = ({
  architecture,
  kind,
  demands,
  inQuick = false,
}: NetworkOptions & { kind: 'p50' | 'p99' }): Measure => ({
  id: `single-${architecture}-${kind}`,
  title: `one image, ${architecture}, ${kind}`,
  ...{ kind, unit: 'ms', better: 'less', inQuick },
  // One measurement gives both quantiles.
  samplesOf: `single-${architecture}`,
  ask: { task: 'single', architecture, calls: 30 },
  quick: { calls: 15 },
  warmUp: { calls: 3 },
  work: { architecture, operations: 2 },
  pairs: pairs(
    [
      ['auto', 'keras-float32:call'],
      ['auto', 'keras-float32:predict'],
    ],
    demands,
  ),
});

const MEMORY: Demands = {
  'auto/keras-float32': [1.3, 1],
  'auto/keras-bfloat16': [1.3, 1],
  'float32/keras-float32': [1.3, 1],
};

const memory = (architecture: Architecture): Measure => ({
  id: `memory-${architecture}`,
  title: `peak memory of a training, ${architecture}, batch 64`,
  ...{ kind: 'memory', unit: 'MB', better: 'at most' },
  // In a new process each time: a peak is that of the process's whole life.
  ...{ fresh: true, optionalData: true },
  ask: { task: 'epoch', architecture, batch: 64, begin: 0, end: 12 },
  withoutData: { task: 'train', architecture, batch: 64, steps: 12 },
  quick: { end: 3 },
  quickRounds: 1,
  then: { task: 'memory' },
  pairs: pairs(ALL, MEMORY),
});

const SINGLE: Demands = { 'auto/keras-float32:call': [2], 'auto/keras-float32:predict': [10] };

/**
 * Everything that is measured: what the contenders are asked, and which of them are compared, with
 * what is required (`must`) and aimed at (`aim`).
 */
export const MEASURES: readonly Measure[] = [
  training({
    ...{ architecture: 'classic', batch: 64, inQuick: ['auto/keras-float32', 'auto/keras-bfloat16'] },
    contenders: [...ALL, ['auto', 'plain-stock']],
    demands: {
      'auto/keras-float32': [1.5, 2],
      'auto/keras-bfloat16': [1.05, 1.4],
      'float32/keras-float32': [0.95, 1.1],
      'auto/stock': [3, 4],
      'auto/plain-stock': [3, 4],
    },
  }),
  training({ architecture: 'classic', batch: 128 }),
  training({
    ...{ architecture: 'compact', batch: 64, inQuick: ['auto/keras-bfloat16'] },
    demands: { 'auto/keras-bfloat16': [1.1, 1.5] },
  }),
  training({ architecture: 'compact', batch: 128, demands: { 'auto/keras-bfloat16': [1.1, 1.5] } }),
  {
    id: 'epoch-compact-64',
    title: 'an epoch from the files, augmented, compact, batch 64',
    ...{ kind: 'total', unit: 'images/s', better: 'more', needsData: true },
    ask: { task: 'epoch', architecture: 'compact', batch: 64 },
    // Keras compiles its loop over files and its loop over one batch separately.
    warmUp: { begin: 0, end: 2 },
    // Each round is the next part of the epoch.
    parts: { share: 1, quickShare: 0.04 },
    work: { architecture: 'compact', operations: 6 },
    pairs: pairs(KERAS, { 'auto/keras-float32': [1.5, 3], 'auto/keras-bfloat16': [1.5, 3] }),
  },
  prediction({
    ...{ architecture: 'classic', inQuick: ['auto/keras-bfloat16'] },
    demands: { 'float32/keras-float32': [1.1, 1.3], 'auto/keras-bfloat16': [1, 1.3] },
  }),
  prediction({ architecture: 'compact' }),
  ...(['classic', 'compact'] as const).flatMap((architecture) => [
    single({ architecture, kind: 'p50', demands: SINGLE, inQuick: architecture === 'compact' }),
    single({ architecture, kind: 'p99' }),
  ]),
  {
    id: 'load-first',
    title: 'the data set from its files, first time',
    ...{ kind: 'rate', unit: 'images/s', better: 'more', needsData: true },
    inQuick: ['auto:first/keras-float32:image_dataset'],
    // In a new process, as a user's first load is: Keras decodes at half the speed in one that has
    // trained for long.
    fresh: true,
    quickRounds: 1,
    ask: { task: 'load' },
    pairs: pairs(
      [
        ['auto:first', 'keras-float32:image_dataset'],
        ['auto:first', 'keras-float32:generator'],
      ],
      { 'auto:first/keras-float32:image_dataset': [1, 2] },
    ),
  },
  {
    id: 'load-cached',
    title: 'the data set again',
    ...{ kind: 'rate', unit: 'images/s', better: 'more', needsData: true },
    ask: { task: 'load' },
    pairs: pairs([
      ['auto:cached', 'keras-float32:image_dataset'],
      ['auto:cached', 'keras-float32:generator'],
    ]),
  },
  memory('classic'),
  memory('compact'),
  ...ZOO_MEASURES,
];

/** The name of a row of the table. */
export const rowId = ({ id }: Pick<Measure, 'id'>, { ours, peer }: Pick<Pair, 'ours' | 'peer'>): string =>
  `${id}/${ours}/${peer}`;

/**
 * The measures with the wanted pairs only.
 *
 * @param options.rows ids, or their beginnings up to a `-`, `/` or `:`; without them a quick look
 *   leaves some out
 * @throws for a name that no row begins with
 * @example chooseMeasures({ rows: ['train-classic', 'load-first/auto:first/keras-float32:generator'] })
 */
export function chooseMeasures({
  quick = false,
  rows = [],
}: { quick?: boolean; rows?: readonly string[] } = {}): readonly Measure[] {
  const ids = MEASURES.flatMap((measure) => measure.pairs.map((pair) => rowId(measure, pair)));
  const unknown = rows.find((row) => !ids.some((id) => isCalled(id, row)));
  if (unknown !== undefined)
    throw new Error(
      `Expected --rows to name rows or their beginnings but found ${unknown}. There are ${MEASURES.map(({ id }) => id).join(', ')}.`,
    );
  if (rows.length === 0) return quick ? MEASURES.flatMap(quickLook) : MEASURES;
  return MEASURES.map((measure) => ({
    ...measure,
    pairs: measure.pairs.filter((pair) => rows.some((row) => isCalled(rowId(measure, pair), row))),
  })).filter((measure) => measure.pairs.length > 0);
}

/**
 * Checks that measures fill a page of the docs: one page shows the whole zoo, the other everything
 * else.
 *
 * @throws for a part of either
 */
export function checkWritable(measures: readonly Measure[]): void {
  const idsOf = (list: readonly Measure[]) =>
    list.flatMap((measure) => measure.pairs.map((pair) => rowId(measure, pair)));
  const chosen = idsOf(measures);
  const isZoo = (id: string) => id.startsWith('zoo-');
  for (const ids of [idsOf(MEASURES).filter(isZoo), idsOf(MEASURES).filter((id) => !isZoo(id))]) {
    const missing = ids.find((id) => !chosen.includes(id));
    if (missing !== undefined && ids.some((id) => chosen.includes(id)))
      throw new Error(
        `Expected --write with all rows of the zoo (--rows zoo), or all of the others, but found ${missing} missing.`,
      );
  }
}

/** The part of a measure that a quick look takes: all of it, some of its pairs, or nothing. */
function quickLook(measure: Measure): Measure[] {
  const { inQuick = false, pairs } = measure;
  if (typeof inQuick === 'boolean') return inQuick ? [measure] : [];
  return [{ ...measure, pairs: pairs.filter(({ ours, peer }) => inQuick.includes(`${ours}/${peer}`)) }];
}

/** Whether the row is the one of that id, or among those whose ids begin so. */
function isCalled(id: string, name: string): boolean {
  return id === name || (id.startsWith(name) && '-/:'.includes(id[name.length]));
}
