import { alias } from '../native/binding';
import { entryOf, toTensor } from '../native/native-op';
import type { DropoutState } from '../kernels/dropout';
import { assignOutput } from '../native/in-place';
import { tf } from '../tensorflow';
import { CompiledGraph } from './compiled-graph';
import { provide, traceOps } from '../native/trace';

/** Something that is done again and again with other values. */
export interface Work {
  /** Tells it from other work of its owner. */
  key: string;
  /** What it depends on besides values: another one of these (by ===) makes it other work. */
  checks: readonly unknown[];
  /** What each run is given; null in the place of what may be absent. */
  data?: readonly (tf.Tensor | null)[];
  /** What it uses and may change; always the same variables. */
  variables: () => tf.Variable[];
  /** Does it op by op, with nothing but `data` and `variables`. */
  run: () => NamedTensor[];
  /**
   * A training computes each of its steps and validations alike, so that it is the same wherever it is resumed: by a graph from
   * the first one on. Other work is done op by op twice, since a graph takes longer to make than a result.
   */
  fromFirst: boolean;
}

/** A result, with a name that whoever asks for the work can tell it by. */
export interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** Where a graph finds the data of the run that is going on. */
interface Feed {
  data: readonly (tf.Tensor | null)[];
}

/** Work that a graph does. */
export class TracedFunction {
  private constructor(
    private readonly program: CompiledGraph,
    private readonly feed: Feed,
    /** The names of the results, which are the program's first outputs. */
    private readonly names: readonly string[],
    /** The variables whose new values are its other outputs. */
    private readonly changed: readonly tf.Variable[],
  ) {}

  /**
   * Does work op by op and makes a graph of what was seen.
   *
   * @returns the graph, if there can be one, or what TensorFlow had against it, or why such work is not for graphs; and the
   *   results, unless the graph is to do the work from the first time on: then everything is as it was before
   */
  static record(
    { data = [], variables: all, run, fromFirst }: Work,
    dropoutState: DropoutState,
  ): { recorded?: TracedFunction; failure?: unknown; refusal?: string; results?: NamedTensor[] } {
    const variables = all();
    separate(variables);
    const before = variables.map((variable) => tf.keep(tf.clone(variable)));
    const masks = { ...dropoutState };
    const feed: Feed = { data };
    try {
      const {
        result: { results, handles, changed },
        recording,
      } = traceOps(() => {
        provideTensors(feed, variables);
        const ids = variables.map((variable) => entryOf(variable).id);
        const named = run();
        const altered = variables.filter((variable, i) => entryOf(variable).id !== ids[i]);
        const tensors = [...named.map(({ tensor }) => tensor), ...altered];
        return { results: named, handles: tensors.map((tensor) => entryOf(tensor).id), changed: altered };
      });
      let program: CompiledGraph | string;
      try {
        program = CompiledGraph.compile(recording, handles);
      } catch (failure) {
        return { failure, results };
      }
      if (typeof program === 'string') return { refusal: program, results };
      const names = results.map(({ name }) => name);
      const recorded = new TracedFunction(program, feed, names, changed);
      if (!fromFirst) return { recorded, results };
      tf.dispose(results.map(({ tensor }) => tensor));
      Object.assign(dropoutState, masks);
      variables.forEach((variable, i) => changed.includes(variable) && variable.assign(before[i]));
      return { recorded };
    } finally {
      feed.data = [];
      tf.dispose(before);
    }
  }

  /** Does the work with other data of the same shapes. */
  run(data: readonly (tf.Tensor | null)[] = []): NamedTensor[] {
    this.feed.data = data;
    try {
      const outputs = this.program.run();
      this.changed.forEach((variable, i) => assignOutput(variable, outputs[this.names.length + i]));
      return this.names.map((name, i) => ({ name, tensor: toTensor(outputs[i]) }));
    } finally {
      this.feed.data = [];
    }
  }

  close(): void {
    this.program.close();
  }
}

/** Gives weights that share their data (all zeros, say) data of their own: each is fed into a program by its handle. */
function separate(variables: readonly tf.Variable[]): void {
  const seen = new Set<object>();
  for (const variable of variables) {
    if (seen.has(variable.dataId)) {
      const { id, shape, dtype } = entryOf(variable);
      assignOutput(variable, { id: alias(id, dtype), shape, dtype });
    }
    seen.add(variable.dataId);
  }
}

/** Tells the recording where a later run finds the data and the weights. */
function provideTensors(feed: Feed, variables: readonly tf.Variable[]): void {
  feed.data.forEach((tensor, i) => {
    if (!tensor) return;
    const entry = entryOf(tensor);
    // Data of the same shapes, null in the same places, are given each time.
    provide({ handles: () => [entryOf(feed.data[i]!).id] }, { handles: [entry.id], outputs: [entry] });
  });
  for (const variable of variables) {
    const entry = entryOf(variable);
    provide({ handles: () => [entryOf(variable).id] }, { handles: [entry.id], outputs: [entry] });
  }
}
