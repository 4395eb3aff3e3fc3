import { alias } from '../native/binding';
import { entryOf, toTensor } from '../native/native-op';
import type { DropoutState } from '../kernels/dropout';
import { assignOutput } from '../native/in-place';
import { tf } from '../tensorflow';
import { CompiledGraph } from './compiled-graph';
import { provide, traceOps } from '../native/trace';

/** A function that is called repeatedly with different values and may become a graph. */
export interface TraceableFunction {
  /** Distinguishes it from other functions of the same owner. */
  key: string;
  /**
   * What it depends on apart from tensor values. If any element changes (by ===), it is traced
   * again.
   */
  guards: readonly unknown[];
  /** The tensors of this call; null for an optional one that is absent. */
  inputs?: readonly (tf.Tensor | null)[];
  /** All variables that it reads or changes. They must be the same at every call. */
  variables: () => tf.Variable[];
  /** Runs it op by op. It must use no tensors but `inputs` and `variables`. */
  run: () => NamedTensor[];
  /**
   * Whether the first call already uses a graph. Training steps and validations do, so that a
   * resumed run computes the same as an uninterrupted one. Other functions run op by op twice
   * first, because compiling a graph takes longer than one result.
   */
  graphFromFirstCall: boolean;
}

/** A result with a name that tells the caller what it is. */
export interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** Holds the inputs of the current run for the graph's placeholders. */
interface Feed {
  inputs: readonly (tf.Tensor | null)[];
}

/** What came of a trace; see {@link TracedFunction.trace}. */
interface TraceResult {
  traced?: TracedFunction;
  failure?: unknown;
  refusal?: string;
  results?: NamedTensor[];
}

/** A function compiled to a graph. */
export class TracedFunction {
  private constructor(
    private readonly graph: CompiledGraph,
    private readonly feed: Feed,
    /** Names of the results, which are the graph's first outputs. */
    private readonly names: readonly string[],
    /** Variables whose new values are the graph's remaining outputs. */
    private readonly changed: readonly tf.Variable[],
  ) {}

  /**
   * Runs a function op by op and compiles its trace.
   *
   * @returns `traced` if there is a graph, otherwise `failure` (TensorFlow's error) or `refusal`
   *   (why such a function cannot be a graph); and the results. A function that uses a graph from
   *   the first call on has no results yet where it could be traced for its shapes alone: its
   *   variables are then as they were, and it has to run next.
   */
  static trace(fn: TraceableFunction, dropoutState: DropoutState): TraceResult {
    if (fn.graphFromFirstCall) {
      try {
        return TracedFunction.attempt(fn, { dropoutState, keepsValues: false });
      } catch {
        // It needs a value that was not kept. Or its inputs are invalid, and it throws again.
      }
    }
    return TracedFunction.attempt(fn, { dropoutState, keepsValues: true });
  }

  /** Without values, the function leaves nothing but its graph. */
  private static attempt(
    { inputs = [], variables: all, run, graphFromFirstCall }: TraceableFunction,
    { dropoutState, keepsValues }: { dropoutState: DropoutState; keepsValues: boolean },
  ): TraceResult {
    const variables = all();
    unshare(variables);
    const ids = variables.map((variable) => entryOf(variable).id);
    const before = variables.map((variable) => tf.keep(tf.clone(variable)));
    const dropoutBefore = { ...dropoutState };
    const feed: Feed = { inputs };
    let mustRestore = !keepsValues;
    const isChanged = (variable: tf.Variable, i: number) => entryOf(variable).id !== ids[i];
    try {
      const record = () => {
        provideTensors(feed, variables);
        const named = run();
        const altered = variables.filter(isChanged);
        const tensors = [...named.map(({ tensor }) => tensor), ...altered];
        return { results: named, handles: tensors.map((tensor) => entryOf(tensor).id), changed: altered };
      };
      const {
        result: { results, handles, changed },
        trace,
      } = traceOps(
        // An error leaves nothing behind: the function is called again.
        keepsValues ? record : () => tf.tidy(record as () => never) as ReturnType<typeof record>,
        { keepsValues },
      );
      const names = results.map(({ name }) => name);
      const kept = keepsValues ? { results } : {};
      let graph: CompiledGraph | string;
      try {
        graph = CompiledGraph.compile(trace, handles);
      } catch (failure) {
        return { failure, ...kept };
      } finally {
        if (!keepsValues) tf.dispose(results.map(({ tensor }) => tensor));
      }
      if (typeof graph === 'string') return { refusal: graph, ...kept };
      const traced = new TracedFunction(graph, feed, names, changed);
      if (!graphFromFirstCall) return { traced, results };
      if (keepsValues) tf.dispose(results.map(({ tensor }) => tensor));
      mustRestore = true;
      return { traced };
    } finally {
      feed.inputs = [];
      if (mustRestore) {
        Object.assign(dropoutState, dropoutBefore);
        variables.forEach((variable, i) => isChanged(variable, i) && variable.assign(before[i]));
      }
      tf.dispose(before);
    }
  }

  /** Runs the graph on other inputs of the same shapes. */
  run(inputs: readonly (tf.Tensor | null)[] = []): NamedTensor[] {
    this.feed.inputs = inputs;
    try {
      const outputs = this.graph.run();
      this.changed.forEach((variable, i) => assignOutput(variable, outputs[this.names.length + i]));
      return this.names.map((name, i) => ({ name, tensor: toTensor(outputs[i]) }));
    } finally {
      this.feed.inputs = [];
    }
  }

  close(): void {
    this.graph.close();
  }
}

/**
 * Gives each weight a handle that no other weight has, because a placeholder stands for one handle.
 * Weights that share data (all zeros, for example) have the same one.
 */
function unshare(variables: readonly tf.Variable[]): void {
  const seen = new Set<object>();
  for (const variable of variables) {
    if (seen.has(variable.dataId)) {
      const { id, shape, dtype } = entryOf(variable);
      assignOutput(variable, { id: alias(id, dtype), shape, dtype });
    }
    seen.add(variable.dataId);
  }
}

/** Tells the trace where later runs find the inputs and the weights. */
function provideTensors(feed: Feed, variables: readonly tf.Variable[]): void {
  feed.inputs.forEach((tensor, i) => {
    if (!tensor) return;
    const entry = entryOf(tensor);
    // Every run has inputs of the same shapes, with null in the same places.
    provide({ handles: () => [entryOf(feed.inputs[i]!).id] }, { handles: [entry.id], outputs: [entry] });
  });
  for (const variable of variables) {
    const entry = entryOf(variable);
    provide({ handles: () => [entryOf(variable).id] }, { handles: [entry.id], outputs: [entry] });
  }
}
