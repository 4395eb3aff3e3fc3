import type { CompilePlan, Config, LayerPlan, Network, StepPlan, TargetKind, Value } from '../plan';
import { code, type Draw } from './draw';

/** The number of steps of a training with random layers. */
export const STATISTICS_STEPS = 80;

const OPTIMIZERS: readonly (readonly [number, string])[] = [
  [5, 'tf.train.sgd(0.05)'],
  [2, 'tf.train.momentum(0.02, 0.9)'],
  [1, 'tf.train.momentum(0.02, 0.9, true)'],
  [6, 'tf.train.adam(0.01)'],
  [1, 'tf.train.adam(0.02, 0.8, 0.99, 1e-5)'],
  [1, 'tf.train.adamax(0.01)'],
  [2, 'tf.train.rmsprop(0.005)'],
  [1, 'tf.train.rmsprop(0.005, 0.8, 0.5, 1e-6, true)'],
  [1, 'tf.train.adagrad(0.05)'],
  [1, 'tf.train.adadelta(0.5)'],
  [2, 'new AdamW({ learningRate: 0.01, weightDecay: 0.1 })'],
  [2, 'new Muon({ learningRate: 0.01, weightDecay: 0.1 })'],
  [0.7, 'new ClippedAdam(0.01, 0.9, 0.999, 1e-7)'],
  [0.7, 'new ClippedSgd(0.05)'],
  [0.5, 'patchApply(tf.train.adam(0.01))'],
  [0.5, 'patchApply(tf.train.sgd(0.05))'],
  [0.4, 'patchCompute(tf.train.adam(0.01))'],
  [0.4, 'patchCompute(tf.train.sgd(0.05))'],
  [0.3, 'patchMinimize(tf.train.adam(0.01))'],
  [0.3, 'patchMinimize(tf.train.sgd(0.05))'],
];

const METRICS: Readonly<Record<TargetKind, readonly string[]>> = {
  normal: ['mse', 'mae', 'cosine'],
  positive: ['mse', 'mae', 'mape'],
  oneHot: ['accuracy', 'acc', 'categoricalAccuracy', 'precision', 'mse'],
  binary: ['accuracy', 'binaryAccuracy', 'acc', 'mae'],
  signs: ['accuracy', 'mae'],
  index: ['accuracy', 'acc'],
};

const CUSTOM_METRICS = [
  '(labels, output) => tf.mean(tf.abs(tf.sub(output, labels)))',
  '(labels, output) => tf.max(output)',
];

/** An optimizer, and losses and metrics in one of their forms. */
export function drawCompile(
  draw: Draw,
  { losses, targets }: { losses: readonly Value[]; targets: readonly TargetKind[] },
): CompilePlan {
  const isNamed = draw.chance(0.06);
  const optimizer = isNamed ? draw.pick(['sgd', 'adam', 'rmsprop']) : code(draw.weighted(OPTIMIZERS));
  const loss = losses.length === 1 ? (draw.chance(0.1) ? [losses[0]] : losses[0]) : [...losses];
  if (!draw.chance(0.5)) return { optimizer, loss };
  const names = targets.reduce<readonly string[]>(
    (common, kind, i) => (i === 0 ? METRICS[kind] : common.filter((name) => METRICS[kind].includes(name))),
    [],
  );
  const metrics: Value[] = names.length ? [draw.pick(names)] : ['mae'];
  if (names.length > 1 && draw.chance(0.3)) {
    const other = draw.pick(names);
    if (!metrics.includes(other)) metrics.push(other);
  }
  if (draw.chance(0.12)) metrics.push(code(draw.pick(CUSTOM_METRICS)));
  return { optimizer, loss, metrics };
}

const withActivation = (layer: LayerPlan) =>
  layer.config.activation !== undefined && !/^[A-Z]/.test(layer.make);

/**
 * Changes that a user may make to a model between steps: a statement, and whether it only takes
 * effect at the next compile().
 */
function drawChange(
  draw: Draw,
  { network, compile }: { network: Network; compile: CompilePlan },
): StepPlan[] {
  const own = network.layers.filter(({ make }) => make !== 'model');
  // In nested models, too.
  const layers = [...own, ...network.layers.flatMap((layer) => layer.network?.layers ?? [])];
  const change = (layer: LayerPlan, text: string): StepPlan => ({
    do: 'change',
    layer: layer.id,
    code: text,
  });
  const setter = (rate: number): StepPlan | undefined => {
    const text = typeof compile.optimizer === 'string' ? compile.optimizer : compile.optimizer.code;
    if (/sgd|momentum|Sgd/.test(text))
      return { do: 'change', code: `model.optimizer.setLearningRate(${rate});` };
    return { do: 'change', code: `model.optimizer.learningRate = ${rate};` };
  };
  const some =
    (list: readonly LayerPlan[], make: (layer: LayerPlan) => StepPlan[]): (() => StepPlan[]) =>
    () =>
      list.length ? make(draw.pick(list)) : [];
  const make = draw.weighted<() => StepPlan[]>([
    [3, () => [setter(draw.pick([0.002, 0.03]))!]],
    [
      3,
      some(layers, (layer) => [
        change(layer, `$.trainable = ${draw.chance(0.6) ? 'false' : 'true'};`),
        ...(draw.chance(0.8) ? [{ do: 'compile', compile } as const] : []),
      ]),
    ],
    [
      1.5,
      some(layers.filter(withActivation), (layer) => [
        change(
          layer,
          `$.activation = layers.activation({ activation: '${draw.pick(['tanh', 'relu', 'sigmoid', 'linear'])}' }).activation;`,
        ),
      ]),
    ],
    [
      1.5,
      some(
        layers.filter(({ config }) => typeof config.kernelRegularizer === 'object'),
        (layer) => [change(layer, `$.kernelRegularizer.l${draw.pick([1, 2])} = 0.2;`)],
      ),
    ],
    [1.5, some(layers, (layer) => [change(layer, `patchCall($, ${draw.pick([0.5, 2])});`)])],
    [
      1,
      () => [
        {
          do: 'change',
          code: 'tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 0.9))));',
        },
      ],
    ],
    [
      1,
      some(
        layers.filter(({ make }) => make === 'batchNormalization' || make === 'layerNormalization'),
        (layer) => [change(layer, `$.epsilon = 0.1;`)],
      ),
    ],
    [
      0.7,
      some(
        layers.filter(({ make }) => make === 'batchNormalization'),
        (layer) => [change(layer, '$.momentum = 0.3;')],
      ),
    ],
    [
      0.7,
      some(
        layers.filter(({ make }) => make === 'rescaling'),
        (layer) => [change(layer, '$.scale = 3;')],
      ),
    ],
    [1.2, () => [{ do: 'switch', on: false }]],
    [1.2, () => [{ do: 'switch', on: true }]],
    [0.7, () => [{ do: 'compile', compile }]],
    [0.5, () => [{ do: 'change', code: 'model.resetStates();' }]],
  ]);
  return make();
}

/**
 * Trainings with each of the three methods, evaluations and predictions, with changes in between.
 */
export function drawSteps(
  draw: Draw,
  {
    network,
    compile,
    targets,
    rows,
    isRow,
  }: {
    network: Network;
    compile: CompilePlan;
    targets: readonly TargetKind[];
    rows: number;
    /** Whether the first output is a vector. */
    isRow: boolean;
  },
): StepPlan[] {
  // A stateful model has a fixed batch size.
  const isFixed = network.inputs.some(({ batch }) => batch !== undefined);
  const other = !isFixed && draw.chance(0.3) ? draw.between(1, 9) : rows;
  const batched = (): Config => ({ batchSize: isFixed ? rows : draw.between(Math.ceil(rows / 3), rows) });
  const maybeBatched = (): Config => (isFixed || draw.chance(0.5) ? batched() : {});
  const rowsOrOther = () => (draw.chance(0.75) ? rows : other);
  const classWeight = (): Config =>
    targets.length === 1 && isRow && ['oneHot', 'index'].includes(targets[0]) && draw.chance(0.3)
      ? { classWeight: code('{ 0: 0.5, 1: 2, 2: 1, 3: 1.5 }') }
      : {};
  const validated = (): Config => (draw.chance(0.25) ? { validate: true } : {});
  const epochs = () => draw.between(1, 2);
  const ways: (() => StepPlan)[] = [
    () => ({ do: 'trainOnBatch', rows: rowsOrOther(), times: draw.between(2, 3) }),
    () => ({
      do: 'fit',
      rows,
      options: { ...batched(), epochs: epochs(), shuffle: false, ...classWeight(), ...validated() },
    }),
    () => ({ do: 'fitDataset', rows, options: { ...batched(), epochs: epochs(), ...classWeight() } }),
  ];
  const looks: (() => StepPlan)[] = [
    () => ({ do: 'evaluate', rows: rowsOrOther(), options: maybeBatched() }),
    () => ({ do: 'predict', rows: rowsOrOther(), times: 3, options: maybeBatched() }),
    () => ({ do: 'evaluateDataset', rows, options: batched() }),
  ];
  const steps: StepPlan[] = [];
  if (draw.chance(0.8)) steps.push({ do: 'gradients', rows });
  if (draw.chance(0.15)) steps.push({ do: 'slope', rows });
  const count = draw.between(2, 3);
  for (let i = 0; i < count; i++) {
    steps.push(draw.pick(ways)());
    if (draw.chance(0.35)) steps.push(draw.pick(looks)());
    if (draw.chance(0.35)) steps.push(...drawChange(draw, { network, compile }));
  }
  steps.push({ do: 'weights' }, { do: 'evaluate', rows, options: maybeBatched() });
  steps.push({ do: 'predict', rows, times: 3, options: maybeBatched() });
  if (draw.chance(0.3)) steps.push({ do: 'gradients', rows });
  if (network.inputs.length === 1 && network.inputs[0].kind === 'normal' && draw.chance(0.1))
    steps.push({ do: 'secondGradients', rows });
  if (draw.chance(0.3)) steps.push({ do: 'growth', rows });
  return steps;
}
