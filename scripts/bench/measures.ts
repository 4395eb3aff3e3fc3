import type { Architecture } from '../../src/lib/index';
import { mapPairs, withoutContenders } from './map-pairs';
import type { Measure, Network, Pair } from './measure';
import { ZOO_MEASURES } from './zoo/measures';

/** Two contenders, ours first. */
type Contenders = readonly [ours: string, peer: string];

/** What is required of some pairs, and what is aimed at: by `ours/peer`. */
type Demands = Readonly<Record<string, readonly [must: number | null, aim?: number]>>;

const AUTO_BFLOAT16 = ['auto', 'keras-bfloat16'] as const;
const FLOAT32 = ['float32', 'keras-float32'] as const;
const STOCK = ['auto', 'stock'] as const;
const KERAS: readonly Contenders[] = [['auto', 'keras-float32'], AUTO_BFLOAT16, FLOAT32];
const ALL: readonly Contenders[] = [...KERAS, STOCK];
const PYTORCH: readonly Contenders[] = [
  ['auto', 'pytorch'],
  ['float32', 'pytorch:float32'],
];

/** The ways of the peers that have several, of which the best counts. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  pytorch: ['eager-float32', 'compile-float32', 'eager-bfloat16', 'compile-bfloat16'],
  'pytorch:float32': ['eager-float32', 'compile-float32'],
  onnxruntime: ['spinning', 'blocking'],
  openvino: ['float32', 'bfloat16'],
};

const pairs = (list: readonly Contenders[], demands: Demands = {}): Pair[] =>
  list.map(([ours, peer]) => {
    const [must = null, aim = null] = demands[`${ours}/${peer}`] ?? [];
    return { ours, peer, must, aim, ...(peer in WAYS && { ways: WAYS[peer] }) };
  });

/** What the measures of a network share. */
interface NetworkOptions {
  architecture: Network;
  demands?: Demands;
  inQuick?: Measure['inQuick'];
}

/** At least as fast as PyTorch's best mode, aiming at half as fast again. */
const AS_PYTORCH: Demands = { 'auto/pytorch': [1, 1.5], 'float32/pytorch:float32': [1, 1.5] };

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
  pairs: pairs([...contenders, ...PYTORCH], { ...AS_PYTORCH, ...demands }),
});

/** What a network is called in a title. */
const titleOf = (architecture: Network) => (architecture === 'shipped' ? 'the shipped model' : architecture);

const prediction = ({
  architecture,
  contenders = [FLOAT32, AUTO_BFLOAT16, STOCK, ...PYTORCH],
  demands,
  inQuick = false,
}: NetworkOptions & { contenders?: readonly Contenders[] }): Measure => ({
  id: `predict-${architecture}-64`,
  title: `prediction, ${titleOf(architecture)}, batch 64`,
  ...{ kind: 'rate', unit: 'images/s', better: 'more', inQuick },
  ask: { task: 'predict', architecture, batch: 64, batches: 8 },
  warmUp: { batches: 2 },
  work: { architecture, operations: 2 },
  pairs: pairs(contenders, demands),
});

const single = ({
  architecture,
  kind,
  contenders = [['auto', 'keras-float32:call'], ['auto', 'keras-float32:predict'], ...PYTORCH],
  calls = 30,
  warmUp = calls / 10,
  demands,
  inQuick = false,
}: NetworkOptions & {
  kind: 'p50' | 'p99';
  contenders?: readonly Contenders[];
  calls?: number;
  warmUp?: number;
}): Measure => ({
  id: `single-${architecture}-${kind}`,
  title: `one image, ${titleOf(architecture)}, ${kind}`,
  ...{ kind, unit: 'ms', better: 'less', inQuick },
  // One measurement gives both quantiles.
  samplesOf: `single-${architecture}`,
  ask: { task: 'single', architecture, calls },
  quick: { calls: calls / 2 },
  warmUp: { calls: warmUp },
  work: { architecture, operations: 2 },
  pairs: pairs(contenders, demands),
});

/** Who runs the shipped model with its own weights. */
const RUNTIMES: readonly Contenders[] = [
  ['auto', 'onnxruntime'],
  ['float32', 'onnxruntime'],
  ['auto', 'openvino'],
  ['float32', 'openvino:float32'],
];

/**
 * Many calls: the hundredth part of them has to be more than a few. Node compiles what it runs often
 * during the first hundreds.
 */
const SHIPPED_SINGLE = { architecture: 'shipped', contenders: RUNTIMES, calls: 500, warmUp: 500 } as const;

const SHIPPED: readonly Measure[] = [
  {
    ...prediction({
      ...{ architecture: 'shipped', contenders: RUNTIMES, inQuick: ['auto/openvino'] },
      demands: { 'auto/openvino': [1, 1.2], 'float32/openvino:float32': [1, 1.2] },
    }),
    // The same library runs the same network: there is little between the contenders but noise.
    turns: 3,
  },
  single({
    ...{ ...SHIPPED_SINGLE, kind: 'p50', inQuick: ['auto/onnxruntime', 'auto/openvino'] },
    demands: {
      'auto/onnxruntime': [1],
      'float32/onnxruntime': [1],
      'auto/openvino': [null, 1],
      'float32/openvino:float32': [null, 1],
    },
  }),
  single({ ...SHIPPED_SINGLE, kind: 'p99' }),
  {
    ...single({ ...SHIPPED_SINGLE, kind: 'p99', inQuick: ['auto/auto'] }),
    id: 'single-shipped-tail',
    title: 'one image, the shipped model, p99 against its own p50',
    ...{ better: 'at most', peerKind: 'p50' },
    pairs: pairs(
      [
        ['auto', 'auto'],
        ['float32', 'float32'],
      ],
      { 'auto/auto': [2], 'float32/float32': [2] },
    ),
  },
];

const MEMORY: Demands = {
  'auto/keras-float32': [1],
  'auto/keras-bfloat16': [1],
  'float32/keras-float32': [1],
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
const KERAS_CALLS = Object.keys(SINGLE);

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
  {
    id: 'steps-compact-64',
    title: 'steps of an epoch from the files, augmented, against steps on one batch, compact, batch 64',
    ...{ kind: 'rate', unit: 'images/s', better: 'more', needsData: true },
    ask: { task: 'steps', architecture: 'compact', batch: 64, steps: 6 },
    warmUp: { steps: 2 },
    ...{ isPaired: true, turns: 6 },
    work: { architecture: 'compact', operations: 6 },
    pairs: pairs(
      [
        ['auto:files', 'auto:batch'],
        ['float32:files', 'float32:batch'],
      ],
      { 'auto:files/auto:batch': [0.95, 1], 'float32:files/float32:batch': [0.95, 1] },
    ),
  },
  prediction({
    ...{ architecture: 'classic', inQuick: ['auto/keras-bfloat16'] },
    demands: { 'float32/keras-float32': [1.1, 1.3], 'auto/keras-bfloat16': [1, 1.3] },
  }),
  prediction({ architecture: 'compact' }),
  ...(['classic', 'compact'] as const).flatMap((architecture) => [
    single({
      architecture,
      kind: 'p50',
      demands: SINGLE,
      inQuick: architecture === 'compact' && KERAS_CALLS,
    }),
    single({ architecture, kind: 'p99' }),
  ]),
  ...SHIPPED,
  {
    id: 'load-first',
    title: 'the data set from its files, first time',
    ...{ kind: 'rate', unit: 'images/s', better: 'more', needsData: true },
    inQuick: ['auto:first/keras-float32:image_dataset'],
    // In a new process, as a user's first load is: Keras decodes at half the speed in one that has
    // trained for long.
    ...{ fresh: true, isTraining: false },
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
 * @param options.without contenders whose rows are left out
 * @param options.rows ids, or their beginnings up to a `-`, `/` or `:`; without them a quick look
 *   leaves some out
 * @throws for a name that no row begins with
 * @example chooseMeasures({ rows: ['train-classic', 'load-first/auto:first/keras-float32:generator'] })
 */
export function chooseMeasures({
  quick = false,
  rows = [],
  without = [],
}: {
  quick?: boolean;
  rows?: readonly string[];
  without?: readonly string[];
} = {}): readonly Measure[] {
  const ids = MEASURES.flatMap((measure) => measure.pairs.map((pair) => rowId(measure, pair)));
  const unknown = rows.find((row) => !ids.some((id) => isCalled(id, row)));
  if (unknown !== undefined)
    throw new Error(
      `Expected --rows to name rows or their beginnings but found ${unknown}. There are ${MEASURES.map(({ id }) => id).join(', ')}.`,
    );
  const measures = rows.length === 0 && quick ? MEASURES.flatMap(quickLook) : MEASURES;
  const isWanted = (id: string) => rows.length === 0 || rows.some((row) => isCalled(id, row));
  return withoutContenders(
    mapPairs(measures, (pair, measure) => (isWanted(rowId(measure, pair)) ? [pair] : [])),
    without,
  );
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
