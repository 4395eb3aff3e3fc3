import type { Fault, Verdict } from './check-plan';
import type { CompilePlan, Config, LayerPlan, Network, NodePlan, Plan, StepPlan, Value } from './plan';

/** The list without one of its elements. */
const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index);

/** The list with one element replaced. */
const replaced = <T>(list: readonly T[], index: number, by: T): T[] =>
  list.map((element, i) => (i === index ? by : element));

/** Slightly smaller plans, those with the largest reductions first. */
function* smallerPlans(plan: Plan): Generator<Plan> {
  yield* smallerSteps(plan);
  for (const compile of simplerCompiles(plan.compile)) yield { ...plan, compile };
  for (const network of smallerNetworks(plan.network)) {
    const kept = new Set(layerIds(network));
    const steps = plan.steps.filter((step) => !('layer' in step) || !step.layer || kept.has(step.layer));
    yield { ...plan, network, steps };
  }
  if (plan.targets.some((kind) => kind !== 'normal'))
    yield { ...plan, targets: plan.targets.map(() => 'normal') };
}

function layerIds({ layers }: Network): string[] {
  return layers.flatMap(({ id, network }) => [id, ...(network ? layerIds(network) : [])]);
}

function* smallerSteps(plan: Plan): Generator<Plan> {
  const { steps } = plan;
  for (const length of [Math.ceil(steps.length / 2), 1])
    for (let i = steps.length - length; i >= 0; i -= length)
      if (steps.length > length) yield { ...plan, steps: [...steps.slice(0, i), ...steps.slice(i + length)] };
  for (const [i, step] of steps.entries())
    for (const simpler of simplerSteps(step)) yield { ...plan, steps: replaced(steps, i, simpler) };
  const rows = [...new Set(steps.flatMap((step) => ('rows' in step ? [step.rows] : [])))];
  const withRows = (least: number, by: (rows: number) => number): Plan => ({
    ...plan,
    steps: steps.map((step) =>
      'rows' in step && step.rows > least ? { ...step, rows: by(step.rows) } : step,
    ),
  });
  if (rows.length > 1) yield withRows(0, () => Math.max(...rows));
  for (const most of [1, 2, Math.ceil(Math.max(...rows, 0) / 2)])
    if (Math.max(...rows, 0) > most) yield withRows(most, () => most);
}

function* simplerSteps(step: StepPlan): Generator<StepPlan> {
  if ('times' in step && step.do !== 'statistics')
    for (let times = 1; times < step.times; times++) yield { ...step, times };
  if (step.do === 'fit' || step.do === 'fitDataset') {
    yield { do: 'trainOnBatch', rows: step.rows, times: 1 };
    yield { do: 'trainOnBatch', rows: step.rows, times: 2 };
    if (step.options.epochs !== 1) yield { ...step, options: { ...step.options, epochs: 1 } };
    if (step.options.batchSize !== step.rows)
      yield { ...step, options: { ...step.options, batchSize: step.rows } };
  }
  if ('options' in step)
    for (const key of Object.keys(step.options))
      if (key !== 'epochs' && key !== 'shuffle') yield { ...step, options: dropKey(step.options, key) };
  if (step.do === 'compile') for (const compile of simplerCompiles(step.compile)) yield { ...step, compile };
}

const dropKey = (config: Config, key: string): Config =>
  Object.fromEntries(Object.entries(config).filter(([other]) => other !== key));

function* simplerCompiles(compile: CompilePlan): Generator<CompilePlan> {
  const { metrics, loss, optimizer } = compile;
  if (metrics !== undefined) {
    yield { optimizer, loss };
    if (Array.isArray(metrics) && metrics.length > 1)
      for (const metric of metrics as Value[]) yield { ...compile, metrics: [metric] };
  }
  const text = typeof optimizer === 'string' ? optimizer : optimizer.code;
  if (text !== 'tf.train.sgd(0.05)') yield { ...compile, optimizer: { code: 'tf.train.sgd(0.05)' } };
  if (loss !== 'meanSquaredError') yield { ...compile, loss: 'meanSquaredError' };
}

function* smallerNetworks(network: Network): Generator<Network> {
  const { inputs, layers, nodes, outputs } = network;
  const count = inputs.length;
  // Removes a node: the nodes that used its value use its input instead.
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (nodes.length === 1) break;
    for (const instead of new Set(nodes[i].from)) {
      const move = (value: number) => (value === count + i ? instead : value > count + i ? value - 1 : value);
      yield tidied({
        ...network,
        nodes: without(nodes, i).map((node) => moved(node, move)),
        outputs: outputs.map(move),
      });
    }
  }
  if (outputs.length > 1) for (const output of outputs) yield tidied({ ...network, outputs: [output] });
  for (const [i, { states, ...node }] of nodes.entries())
    if (states) yield tidied({ ...network, nodes: replaced(nodes, i, node) });
  for (const [i, node] of nodes.entries())
    if (node.from.length > 2)
      for (let j = 0; j < node.from.length; j++)
        yield tidied({ ...network, nodes: replaced(nodes, i, { ...node, from: without(node.from, j) }) });
  for (const [i, layer] of layers.entries())
    for (const simpler of simplerLayers(layer)) yield { ...network, layers: replaced(layers, i, simpler) };
  for (const [i, input] of inputs.entries()) {
    for (const [axis, size] of input.shape.entries())
      for (const smaller of new Set([1, 2, Math.ceil(size / 2), size - 1]))
        if (smaller > 0 && smaller < size)
          yield {
            ...network,
            inputs: replaced(inputs, i, { ...input, shape: replaced(input.shape, axis, smaller) }),
          };
    if (input.kind === 'masked')
      yield { ...network, inputs: replaced(inputs, i, { ...input, kind: 'normal' }) };
  }
  const isChain =
    nodes.every(
      ({ from, take, states }, i) => from.length === 1 && from[0] === i && take === undefined && !states,
    ) && new Set(nodes.map(({ layer }) => layer)).size === nodes.length;
  if (!network.isSequential && count === 1 && outputs.length === 1 && isChain)
    yield { ...network, isSequential: true };
}

/** A node with its inputs renumbered. */
function moved(node: NodePlan, move: (value: number) => number): NodePlan {
  const { from, states } = node;
  return { ...node, from: from.map(move), ...(states && { states: states.map(move) }) };
}

/** Removes unused nodes, layers and inputs. */
function tidied(network: Network): Network {
  let { inputs, nodes, outputs } = network;
  for (;;) {
    const taken = new Set([...outputs, ...nodes.flatMap(({ from, states = [] }) => [...from, ...states])]);
    const values = Array.from({ length: inputs.length + nodes.length }, (_, value) => value);
    const loose = values.reverse().find((value) => !taken.has(value));
    if (loose === undefined) break;
    const move = (value: number) => (value > loose ? value - 1 : value);
    if (loose < inputs.length) inputs = without(inputs, loose);
    else nodes = without(nodes, loose - inputs.length);
    nodes = nodes.map((node) => moved(node, move));
    outputs = outputs.map(move);
  }
  const used = new Set(nodes.map(({ layer }) => layer));
  return { ...network, inputs, nodes, outputs, layers: network.layers.filter(({ id }) => used.has(id)) };
}

/** Options that a layer's random numbers depend on, which are kept. */
const RANDOM = new Set(['rate', 'stddev', 'dropout', 'recurrentDropout', 'noiseShape']);

function* simplerLayers(layer: LayerPlan): Generator<LayerPlan> {
  const { config, then = [], network } = layer;
  for (let i = 0; i < then.length; i++) yield { ...layer, then: without(then, i) };
  for (const key of Object.keys(config))
    if (!RANDOM.has(key)) yield { ...layer, config: dropKey(config, key) };
  for (const [key, value] of Object.entries(config)) {
    for (const simpler of simplerValues(value)) yield { ...layer, config: { ...config, [key]: simpler } };
  }
  if (network) for (const smaller of smallerNetworks(network)) yield { ...layer, network: smaller };
}

function* simplerValues(value: Value): Generator<Value> {
  if (typeof value === 'number' && Number.isInteger(value) && value > 1)
    for (const smaller of new Set([1, Math.ceil(value / 2)])) if (smaller < value) yield smaller;
  if (value !== null && typeof value === 'object' && 'make' in value)
    yield* simplerLayers(value as LayerPlan);
}

/**
 * Finds a minimal plan with the same kind of fault by removing one thing after another.
 *
 * @param options.check whether a plan is faulty
 * @param options.seconds the time limit
 */
export async function shrink(
  plan: Plan,
  { fault, check, seconds }: { fault: Fault; check: (plan: Plan) => Promise<Verdict>; seconds: number },
): Promise<{ plan: Plan; fault: Fault }> {
  const deadline = performance.now() + seconds * 1000;
  const tried = new Set<string>();
  let best = { plan, fault };
  for (let found = true; found;) {
    found = false;
    for (const smaller of smallerPlans(best.plan)) {
      if (performance.now() > deadline) return best;
      const key = JSON.stringify(smaller);
      if (tried.has(key)) continue;
      tried.add(key);
      const verdict = await check(smaller);
      if (verdict.outcome !== 'fault' || !isSameKind(verdict.fault, fault)) continue;
      best = { plan: smaller, fault: verdict.fault };
      found = true;
      break;
    }
  }
  return best;
}

/**
 * Whether two faults probably have the same cause: differing numbers may show in a loss, in weights
 * or in predictions.
 */
function isSameKind(a: Fault, b: Fault): boolean {
  const isNumeric = ({ kind }: Fault) => !/^(error|no error|tensors|handles|crash)/.test(kind);
  return a.kind === b.kind || (isNumeric(a) && isNumeric(b));
}
