import { tf } from '../tensorflow';
import { alias } from '../deferred';
import type { DropoutState } from '../dropout';
import { gradientDepth, isProfiled, onNativeBackend } from '../kernels/call';
import { assignOutput } from '../in-place';
import { entryOf, nativeBackend, toTensor } from '../native-op';
import type { Undo } from '../replace';
import { Program } from './program';
import { provide, record, type Recording } from './recording';
import { describeStandardModel, type CompiledModel } from './standard-model';

/** What a model is asked to do with one batch. */
export interface BatchWork {
  /** What it is, which keeps the programs of different work apart. */
  kind: 'train' | 'test' | 'predict';
  /** Everything that changes from batch to batch. */
  data: readonly tf.Tensor[];
  /** What it uses and changes besides the model's weights. */
  variables?: readonly tf.Variable[];
  /** Does it op by op, with `data`, the weights of the model and `variables`, and changes none but these. */
  run: () => NamedTensor[];
}

/** A result of a batch's work, with a name that whoever asks for the work can tell it by. */
export interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** What is known of one kind of work with data of certain shapes. */
interface Known {
  configuration: string;
  compiled: readonly unknown[];
  calls: number;
  /** The data of the run going on. */
  data: readonly tf.Tensor[];
  program?: Program;
  /** The names of the results, which are the program's first outputs. */
  names: string[];
  /** The weights whose new values are its other outputs. */
  changed: tf.Variable[];
}

/** Shapes a model has programs for, at most: who asks for ever new ones does not pay for a graph each time. */
const MOST_PROGRAMS = 8;

type Programs = Map<string, Known>;

/** The programs of models, while fast training is on. */
export class ModelPrograms {
  private readonly all = new WeakMap<object, Programs>();
  private readonly open = new Set<Programs>();
  /** A model that nobody has any more needs no programs. */
  private readonly forgotten = new FinalizationRegistry<Programs>((programs) => this.close(programs));

  constructor(private readonly dropoutState: DropoutState) {}

  /**
   * Does the work as one graph where that is possible and pays, and op by op otherwise: training from the first step on, so
   * that each step of a run is computed alike, the rest from the third batch of the same shape on.
   */
  run(model: CompiledModel, work: BatchWork): NamedTensor[] {
    const known = this.find(model, work);
    if (!known) return work.run();
    known.calls++;
    const first = work.kind === 'train' ? 1 : 2;
    if (!known.program && known.calls === first) {
      const outputs = this.compile(model, known, work);
      if (outputs) return outputs;
    }
    if (!known.program) return work.run();
    // Only a program's first run can meet an op that TensorFlow has no graph kernel for.
    return known.calls === first ? this.tryProgram(known, work) : runProgram(known, work.data);
  }

  private tryProgram(known: Known, work: BatchWork): NamedTensor[] {
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
  readonly closeAll: Undo = () => {
    for (const programs of [...this.open]) this.close(programs);
  };

  private close(programs: Programs): void {
    for (const { program } of programs.values()) program?.close();
    programs.clear();
    this.open.delete(programs);
  }

  /** What is known of this work, unless it is to be done op by op. */
  private find(model: CompiledModel, { kind, data, variables = [] }: BatchWork): Known | undefined {
    if (!onNativeBackend() || gradientDepth() > 0 || isProfiled()) return undefined;
    const { tensorMap } = nativeBackend();
    if (!data.every((tensor) => tensor instanceof tf.Tensor && tensorMap.has(tensor.dataId)))
      return undefined;
    const configuration = describeStandardModel(model);
    if (configuration === undefined) return undefined;
    const programs = this.programsOf(model);
    const ids = data.map(({ dataId }) => dataId);
    // Which data are the same tensor counts too: a program would feed one where another run has two.
    const key = `${kind} ${data.map(({ shape, dtype }, i) => `${dtype}[${shape.join()}]${ids.indexOf(ids[i])}`).join(' ')}`;
    const compiled = [model.lossFunctions, model.metricsTensors, ...variables];
    const known = programs.get(key);
    if (known?.configuration === configuration && isSame(known.compiled, compiled)) {
      return known;
    }
    known?.program?.close();
    programs.delete(key);
    if (programs.size >= MOST_PROGRAMS) return undefined;
    const fresh: Known = { configuration, compiled, calls: 0, data: [], names: [], changed: [] };
    programs.set(key, fresh);
    return fresh;
  }

  private programsOf(model: CompiledModel): Programs {
    let programs = this.all.get(model);
    if (!programs) {
      programs = new Map();
      this.all.set(model, programs);
      this.forgotten.register(model, programs);
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
    model: CompiledModel,
    known: Known,
    { kind, data, variables: more = [], run }: BatchWork,
  ): NamedTensor[] | undefined {
    const variables = [...model.weights.map((weight) => weight.read()), ...more];
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
      if (kind !== 'train') return outputs;
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
  process.emitWarning(`A model runs op by op, which is slower, because its graph failed: ${reason}`, {
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
      const own = toTensor({ id: alias(id, dtype), shape, dtype });
      variable.assign(own);
      own.dispose();
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

function runProgram(known: Known, data: readonly tf.Tensor[]): NamedTensor[] {
  known.data = data;
  try {
    const outputs = known.program!.run();
    known.changed.forEach((variable, i) => assignOutput(variable, outputs[known.names.length + i]));
    return known.names.map((name, i) => ({ name, tensor: toTensor(outputs[i]) }));
  } finally {
    known.data = [];
  }
}
