import { deriveSeed } from '../../../src/lib/random';
import type { CompilePlan, Config, InputPlan, Plan, StepPlan, TargetKind, Value } from '../plan';
import { code, Draw } from './draw';
import { anyLoss, lossWithActivation, NetworkBuilder } from './network';
import { drawCompile, drawSteps, STATISTICS_STEPS } from './training';

/** The kinds of inputs: images, sequences, vectors, words, videos. */
function drawInput(draw: Draw): InputPlan {
  return draw.weighted<() => InputPlan>([
    [10, () => ({ shape: [draw.between(4, 9), draw.between(4, 9), draw.between(1, 3)], kind: 'normal' })],
    [
      6,
      () => ({
        shape: [draw.between(3, 8), draw.between(1, 4)],
        kind: draw.pick(['normal', 'normal', 'masked']),
      }),
    ],
    [6, () => ({ shape: [draw.between(2, 6)], kind: 'normal' })],
    [2.5, () => ({ shape: [draw.between(3, 7)], kind: 'integers', below: draw.between(3, 6) })],
    [1, () => ({ shape: [draw.between(2, 3), 4, 4, draw.between(1, 2)], kind: 'normal' })],
  ])();
}

/**
 * Generates the plan of a small model and its steps; the same seed and number give the same plan.
 *
 * @example const plan = generatePlan(1, 17);
 */
export function generatePlan(seed: number, number: number): Plan {
  const own = deriveSeed(seed, number);
  const draw = new Draw(own);
  if (draw.chance(0.04)) return randomPlan(draw, own % 1_000_000);
  const rows = draw.between(1, 9);
  let names = 0;
  const inputs = [drawInput(draw)];
  if (inputs[0].shape.length === 2 && draw.chance(0.15)) inputs[0] = { ...inputs[0], batch: rows };
  else if (draw.chance(0.2)) inputs.push(draw.chance(0.5) ? inputs[0] : drawInput(draw));
  const builder = new NetworkBuilder(draw, () => ++names, inputs);
  const isSequential = inputs.length === 1 && draw.chance(0.35);
  inputs.forEach(({ kind, below }, value) => {
    if (kind === 'integers') {
      const config = {
        inputDim: below!,
        outputDim: draw.between(2, 4),
        ...draw.options({ maskZero: [0.5, () => true] }),
      };
      builder.add({ make: 'embedding', config }, [value]);
    } else if (kind === 'masked') builder.add({ make: 'masking', config: { maskValue: 0 } }, [value]);
  });
  const count = draw.between(1, 5);
  for (let i = 0; i < count; i++) {
    const from = isSequential || draw.chance(0.7) ? builder.last : pickBuilt(draw, builder, inputs);
    const way = draw.weighted(
      isSequential
        ? [[20, 'layer'] as const, [1, 'nest'] as const]
        : ([
            [14, 'layer'],
            [5, 'merge'],
            [2.5, 'share'],
            [1.5, 'nest'],
            [builder.shapeOf(from).length === 3 ? 8 : 2, 'block'],
            [builder.shapeOf(from).length === 3 ? 6 : 1, 'branches'],
            [0.4, 'state'],
          ] as const),
    );
    if (way === 'branches') {
      builder.addBranches(from);
      continue;
    }
    if (way === 'block') {
      builder.addBlock(from);
      continue;
    }
    if (way === 'state' && builder.passState(from)) continue;
    if (way === 'merge' && builder.merge()) continue;
    if (way === 'share' && builder.share()) continue;
    if (way === 'nest') builder.nest(from);
    else builder.addAny(from);
  }
  const ends = isSequential ? [builder.last] : builder.loose;
  const isDouble = !isSequential && draw.chance(0.2);
  const outputs: number[] = [];
  const losses: Value[] = [];
  const targets: TargetKind[] = [];
  const addHead = (values: readonly number[]) => {
    const rank = builder.shapeOf(values[0]).length;
    const isAsItIs =
      values.length === 1 && values[0] >= inputs.length && builder.hasWeights && draw.chance(0.25);
    if (isAsItIs) {
      const { loss, target } = anyLoss(draw, builder.shapeOf(values[0]));
      losses.push(loss);
      targets.push(target);
      outputs.push(values[0]);
      return;
    }
    // A vector, or for a sequence one per time step.
    const from = values.length === 1 && rank === 2 && draw.chance(0.3) ? values[0] : builder.join(values);
    if (draw.chance(0.55)) {
      const { loss, target, activation } = lossWithActivation(draw);
      const units = activation === 'sigmoid' ? draw.between(1, 3) : draw.between(2, 4);
      const isApart = activation !== undefined && draw.chance(0.25);
      builder.add({ make: 'dense', config: { units, ...(activation && !isApart ? { activation } : {}) } }, [
        from,
      ]);
      if (isApart) builder.add({ make: 'activation', config: { activation } }, [builder.last]);
      losses.push(loss);
      targets.push(target);
    } else {
      builder.add({ make: 'dense', config: { units: draw.between(1, 4) } }, [from]);
      const { loss, target } = anyLoss(draw, builder.shapeOf(builder.last));
      losses.push(loss);
      targets.push(target);
    }
    outputs.push(builder.last);
  };
  addHead(ends);
  if (isDouble) addHead([pickBuilt(draw, builder, inputs)]);
  if (outputs.length === 2 && outputs[0] === outputs[1]) {
    outputs.pop();
    losses.pop();
    targets.pop();
  }
  const network = builder.finish(outputs, { isSequential });
  const compile: CompilePlan = drawCompile(draw, { losses, targets });
  const steps: StepPlan[] = drawSteps(draw, {
    network,
    compile,
    targets,
    rows,
    isRow: builder.shapeOf(outputs[0]).length === 1,
  });
  return { network, targets, compile, steps, seed: own % 1_000_000 };
}

const RANDOM_LAYERS: readonly (readonly [rank: 1 | 2 | 3, make: string, config: Config])[] = [
  [1, 'dropout', { rate: 0.5 }],
  [3, 'dropout', { rate: 0.3 }],
  [2, 'dropout', { rate: 0.5, noiseShape: code('[null, 1, 4]') }],
  [2, 'spatialDropout1d', { rate: 0.5 }],
  [1, 'gaussianNoise', { stddev: 0.5 }],
  [3, 'gaussianNoise', { stddev: 1 }],
  [2, 'gaussianDropout', { rate: 0.4 }],
  [1, 'alphaDropout', { rate: 0.3 }],
  [2, 'DoublingDropout', { rate: 0.5 }],
  [2, 'lstm', { units: 3, dropout: 0.5 }],
  [2, 'gru', { units: 3, recurrentDropout: 0.5 }],
  [2, 'simpleRNN', { units: 3, dropout: 0.3, recurrentDropout: 0.3 }],
];

/**
 * A plan with a layer that draws random numbers, which is checked by the mean and the spread of the
 * losses.
 */
function randomPlan(draw: Draw, seed: number): Plan {
  const [rank, make, config] = draw.pick(RANDOM_LAYERS);
  const rows = draw.between(2, 4);
  const shape = [[12], [8, 4], [4, 4, 3]][rank - 1];
  let names = 0;
  const builder = new NetworkBuilder(draw, () => ++names, [{ shape, kind: 'normal' }]);
  if (draw.chance(0.3))
    builder.add({ make: 'activation', config: { activation: draw.pick(['relu', 'tanh']) } }, [0]);
  builder.add({ make, config }, [builder.last]);
  if (draw.chance(0.5)) builder.add({ make: 'dense', config: { units: 2 } }, [builder.last]);
  const network = builder.finish([builder.last], { isSequential: draw.chance(0.5) });
  const compile: CompilePlan = { optimizer: code('tf.train.sgd(0)'), loss: 'meanSquaredError' };
  const steps: StepPlan[] = [
    { do: 'statistics', rows, times: STATISTICS_STEPS },
    { do: 'predict', rows, times: 3, options: {} },
    { do: 'evaluate', rows, options: {} },
  ];
  return { network, targets: ['normal'], compile, steps, seed };
}

/** A random value, not an input unless there is no other. */
function pickBuilt(draw: Draw, builder: NetworkBuilder, inputs: readonly InputPlan[]): number {
  const from = inputs.every(({ kind }) => kind === 'normal') ? 0 : inputs.length;
  return Math.min(builder.last, draw.between(from, builder.last));
}
