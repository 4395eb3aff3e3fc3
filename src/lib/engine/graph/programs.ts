import { tf } from '../tensorflow';
import { widened } from '../bfloat16';
import { alias } from '../deferred';
import type { DropoutState } from '../dropout';
import { gradientDepth, isProfiled, onNativeBackend } from '../kernels/call';
import { assignOutput } from '../in-place';
import { entryOf, nativeBackend, toTensor } from '../native-op';
import type { Undo } from '../replace';
import { Program } from './program';
import { provide, record, type Recording } from './recording';

/** Something that is done again and again with other values. */
export interface Work {
  /** Tells it from other work of its owner. */
  key: string;
  /** What it depends on besides values: another one of these (by ===) makes it other work. */
  checks: readonly unknown[];
  /** What is given anew each time. */
  data?: readonly tf.Tensor[];
  /** What it uses and may change; always the same variables. */
  variables: () => tf.Variable[];
  /** Does it op by op, with nothing but `data` and `variables`. */
  run: () => NamedTensor[];
  /**
   * A training computes each of its steps alike, so that it is the same wherever it is resumed: by a graph from the first
   * one on. Other work is done op by op twice, since a graph takes longer to make than a result.
   */
  fromFirst: boolean;
}

/** A result, with a name that whoever asks for the work can tell it by. */
export interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** What is known of some work with data of certain shapes. */
interface Known {
  checks: readonly unknown[];
  calls: number;
  /** The data of the run going on. */
  data: readonly tf.Tensor[];
  program?: Program;
  /** The names of the results, which are the program's first outputs. */
  names: string[];
  /** The variables whose new values are its other outputs. */
  changed: tf.Variable[];
}

/** Programs of one owner at most: who comes with ever new shapes does not pay for a graph each time. */
const MOST_PROGRAMS = 8;

type OwnPrograms = Map<string, Known>;

/** Work that has become programs, while fast training is on; each belongs to an owner, such as a model, and dies with it. */
export class Programs {
  private readonly all = new WeakMap<object, OwnPrograms>();
  private readonly open = new Set<OwnPrograms>();
  private readonly forgotten = new FinalizationRegistry<OwnPrograms>((programs) => this.close(programs));

  constructor(private readonly dropoutState: DropoutState) {}

  /** Does the work as one graph where that is possible and pays, and op by op otherwise. */
  run(owner: object, work: Work): NamedTensor[] {
    const known = this.find(owner, work);
    if (!known) return work.run();
    known.calls++;
    const first = work.fromFirst ? 1 : 2;
    if (!known.program && known.calls === first) {
      const outputs = this.compile(known, work);
      if (outputs) return outputs;
    }
    if (!known.program) return work.run();
    // Only a program's first run can meet an op that TensorFlow has no graph kernel for.
    return known.calls <= 3 ? this.tryProgram(known, work) : runProgram(known, work.data);
  }

  private tryProgram(known: Known, work: Work): NamedTensor[] {
    try {
      return runProgram(known, work.data);
    } catch (error) {
      warn(error);
      known.program?.close();
      known.program = undefined;
      return work.run();
    }
  }

  /** Closes all programs. */
  closeAll(): void {
    for (const programs of [...this.open]) this.close(programs);
  }

  private close(programs: OwnPrograms): void {
    for (const { program } of programs.values()) program?.close();
    programs.clear();
    this.open.delete(programs);
  }

  /** What is known of this work, unless it is to be done op by op. */
  private find(owner: object, { key: name, checks, data = [] }: Work): Known | undefined {
    if (!onNativeBackend() || gradientDepth() > 0 || isProfiled()) return undefined;
    const { tensorMap } = nativeBackend();
    if (!data.every((tensor) => tensor instanceof tf.Tensor && tensorMap.has(tensor.dataId)))
      return undefined;
    // A graph takes the type that it was recorded with; what a convolution outside of it made may be narrower.
    data.forEach(widened);
    const programs = this.programsOf(owner);
    const ids = data.map(({ dataId }) => dataId);
    // Which data are the same tensor counts too: a program would feed one where another run has two.
    const key = `${name} ${data.map(({ shape, dtype }, i) => `${dtype}[${shape.join()}]${ids.indexOf(ids[i])}`).join(' ')}`;
    const known = programs.get(key);
    if (known && isSame(known.checks, checks)) return known;
    known?.program?.close();
    programs.delete(key);
    if (programs.size >= MOST_PROGRAMS) return undefined;
    const fresh: Known = { checks, calls: 0, data: [], names: [], changed: [] };
    programs.set(key, fresh);
    return fresh;
  }

  private programsOf(owner: object): OwnPrograms {
    let programs = this.all.get(owner);
    if (!programs) {
      programs = new Map();
      this.all.set(owner, programs);
      this.forgotten.register(owner, programs);
    }
    this.open.add(programs);
    return programs;
  }

  /**
   * Does the work op by op and makes a program of what was seen.
   *
   * @returns the outputs, unless it is to be done again by the program, with everything as it was before
   */
  private compile(
    known: Known,
    { data = [], variables: all, run, fromFirst }: Work,
  ): NamedTensor[] | undefined {
    const variables = all();
    separate(variables);
    const before = variables.map((variable) => tf.keep(tf.clone(variable)));
    const masks = { ...this.dropoutState };
    try {
      const {
        result: { outputs, handles, changed },
        recording,
      } = record(() => {
        provideTensors(known, data, variables);
        const ids = variables.map((variable) => entryOf(variable).id);
        const results = run();
        const changed = variables.filter((variable, i) => entryOf(variable).id !== ids[i]);
        const tensors = [...results.map(({ tensor }) => tensor), ...changed];
        return { outputs: results, handles: tensors.map((tensor) => entryOf(tensor).id), changed };
      });
      const program = compileOrWarn(recording, handles);
      if (typeof program === 'string') return outputs;
      Object.assign(known, { program, names: outputs.map(({ name }) => name), changed });
      if (!fromFirst) return outputs;
      tf.dispose(outputs.map(({ tensor }) => tensor));
      Object.assign(this.dropoutState, masks);
      variables.forEach((variable, i) => changed.includes(variable) && variable.assign(before[i]));
      return undefined;
    } finally {
      tf.dispose(before);
    }
  }
}

function isSame(parts: readonly unknown[], others: readonly unknown[]): boolean {
  return parts.length === others.length && parts.every((part, i) => part === others[i]);
}

/** What TensorFlow says against a graph is worth knowing, but no reason to stop: the ops run one by one, too. */
function warn(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(`Something runs op by op, which is slower, because its graph failed: ${reason}`, {
    code: 'FAST_TRAINING_WITHOUT_GRAPH',
  });
  return reason;
}

function compileOrWarn(recording: Recording, handles: readonly number[]): Program | string {
  try {
    return Program.compile(recording, handles);
  } catch (error) {
    return warn(error);
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
function provideTensors(known: Known, data: readonly tf.Tensor[], variables: readonly tf.Variable[]): void {
  data.forEach((tensor, i) => {
    const entry = entryOf(tensor);
    provide({ handles: () => [entryOf(known.data[i]).id] }, { handles: [entry.id], outputs: [entry] });
  });
  for (const variable of variables) {
    const entry = entryOf(variable);
    provide({ handles: () => [entryOf(variable).id] }, { handles: [entry.id], outputs: [entry] });
  }
}

function runProgram(known: Known, data: readonly tf.Tensor[] = []): NamedTensor[] {
  known.data = data;
  try {
    const outputs = known.program!.run();
    known.changed.forEach((variable, i) => assignOutput(variable, outputs[known.names.length + i]));
    return known.names.map((name, i) => ({ name, tensor: toTensor(outputs[i]) }));
  } finally {
    known.data = [];
  }
}

let current: Programs | undefined;

/** Those of the fast training that is on. */
export function currentPrograms(): Programs | undefined {
  return current;
}

/** Opens {@link currentPrograms} until undone. */
export function openPrograms(dropoutState: DropoutState): Undo {
  const opened = new Programs(dropoutState);
  current = opened;
  return () => {
    opened.closeAll();
    current = undefined;
  };
}
