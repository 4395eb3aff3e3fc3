import { Script } from 'node:vm';
import { AdamW, createRandom, Muon } from '../../src/lib/index';
import { patchKernel } from '../../src/lib/engine/native/patch';
import { tf } from '../../src/lib/engine/tensorflow';
import type { Plan } from './plan';
import { renderBody } from './render';

/** An observation of a program, such as a loss or all weights after some steps. */
export interface Observation {
  /** Its name: `fit`, `gradients`, numbered if it occurs several times: `predict 3`. */
  readonly name: string;
  /** The values of each of its tensors. */
  readonly values: readonly ArrayLike<number>[];
}

/** The result of a program. */
export interface Seen {
  readonly observations: readonly Observation[];
  /** The error it threw, if any. */
  readonly error?: string;
  /** The increase in TensorFlow's tensors and handles. */
  readonly left: { readonly tensors: number; readonly handles: number };
  /**
   * The number of observations before tfjs-layers first clipped a value below 1e-7 to take its
   * logarithm.
   */
  readonly clippedAt?: number;
  /** How often a graph ran. */
  readonly graphRuns: number;
}

/** Turns on the engine under test; returns a function that turns it off. */
export type Engine = () => () => void;

interface Binding {
  executeOp(...args: unknown[]): { id: number }[];
  createTensor(...args: unknown[]): number;
  deleteTensor(id: number): void;
  runSavedModel(...args: unknown[]): { id: number }[];
}

interface Backend {
  binding: Binding;
}

/** Counts handles while a program runs. */
function countHandles(): { stop(): { handles: number; graphRuns: number } } {
  const backend = tf.engine().findBackend('tensorflow') as unknown as Backend;
  const { binding } = backend;
  let handles = 0;
  let graphRuns = 0;
  const counting: Binding = {
    executeOp(...args) {
      const outputs = binding.executeOp(...args);
      handles += outputs.length;
      return outputs;
    },
    createTensor(...args) {
      handles++;
      return binding.createTensor(...args);
    },
    deleteTensor(id) {
      handles--;
      binding.deleteTensor(id);
    },
    runSavedModel(...args) {
      const outputs = binding.runSavedModel(...args);
      handles += outputs.length;
      graphRuns++;
      return outputs;
    },
  };
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(counting)) as Binding;
  return {
    stop() {
      backend.binding = binding;
      return { handles, graphRuns };
    },
  };
}

/** The numbers in an observed value: a number, tensors, or a history. */
function numbersOf(value: unknown): ArrayLike<number>[] {
  if (value instanceof tf.Tensor) return [value.dataSync().slice()];
  if (typeof value === 'number') return [[value]];
  const history = (value as { history?: Record<string, number[]> }).history;
  if (history) return Object.values(history);
  const list = value as unknown[];
  if (list.length > 0 && list.every((part) => typeof part === 'number')) return [list];
  return list.flatMap(numbersOf);
}

/**
 * Calls back when tfjs-layers clips a number below 1e-7; returns a function that stops watching.
 */
function watchClipping(onClip: () => void): () => void {
  return patchKernel('ClipByValue', (stock) => (call) => {
    const { clipValueMin } = call.attrs as unknown as { clipValueMin: number };
    const isLogarithm = clipValueMin > 0 && clipValueMin < 1e-6;
    if (isLogarithm && (call.inputs.x as tf.Tensor).dataSync().some((number) => number < clipValueMin))
      onClip();
    return stock(call);
  });
}

type Program = (names: Record<string, unknown>) => Promise<void>;

const NAMES = 'AdamW, Muon, createRandom, layers, see, setModel, tf, turn';

function compile(plan: Plan): Program {
  const body = renderBody(plan).replace(/^const model = .*?;$/ms, '$&\nsetModel(model);');
  const source = `(async ({ ${NAMES} }) => {\n${body}\n})`;
  return new Script(source, { filename: 'plan.js' }).runInThisContext() as Program;
}

/**
 * Runs a plan's program and disposes of its model and its optimizer.
 *
 * @param options.engine the engine to run it with; stock tfjs-node if omitted
 */
export async function runPlan(plan: Plan, { engine }: { engine?: Engine } = {}): Promise<Seen> {
  const observations: Observation[] = [];
  const counts = new Map<string, number>();
  const see = (name: string, value: unknown) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    observations.push({ name: count > 1 ? `${name} ${count}` : name, values: numbersOf(value) });
  };
  let model: tf.LayersModel | undefined;
  const before = tf.memory().numTensors;
  const { random } = Math;
  const stream = createRandom(plan.seed);
  const handles = countHandles();
  let clippedAt: number | undefined;
  const unwatch = engine ? undefined : watchClipping(() => (clippedAt ??= observations.length));
  let off: (() => void) | undefined;
  let error: string | undefined;
  // Everything that uses Math.random() gets the same numbers in every run.
  Math.random = () => stream.next();
  tf.engine().startScope();
  try {
    off = engine?.();
    await compile(plan)({
      ...{ AdamW, Muon, createRandom, layers: tf.layers, see, tf },
      setModel: (made: tf.LayersModel) => (model = made),
      turn(on: boolean) {
        off?.();
        off = on ? engine?.() : undefined;
      },
    });
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    Math.random = random;
    try {
      (model as { optimizer?: tf.Optimizer } | undefined)?.optimizer?.dispose();
      model?.dispose();
    } catch (thrown) {
      error ??= `dispose(): ${(thrown as Error).message}`;
    }
    off?.();
    unwatch?.();
  }
  const left = tf.memory().numTensors - before;
  // Disposes of what a program that threw has left behind.
  tf.engine().endScope();
  const counted = handles.stop();
  return {
    observations,
    error,
    clippedAt,
    left: { tensors: left, handles: counted.handles },
    graphRuns: counted.graphRuns,
  };
}
