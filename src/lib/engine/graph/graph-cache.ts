import { tf } from '../tensorflow';
import { widened } from '../native/bfloat16';
import type { DropoutState } from '../kernels/dropout';
import { gradientDepth, isProfiled, onNativeBackend } from '../kernels/call';
import { nativeBackend } from '../native/binding';
import type { Undo } from '../native/patch';
import { TracedFunction, type NamedTensor, type Work } from './traced-function';

/** What is known of some work with data of certain shapes. */
interface Known {
  checks: readonly unknown[];
  calls: number;
  /** How often what it depends on has changed. */
  changes: number;
  /** Whether it has been recorded. */
  isTried?: boolean;
  /** Whether the graph has done it. */
  hasRun?: boolean;
  /** The graph that does it, once there is one. */
  recorded?: TracedFunction;
  /** Why there can be none. */
  reason?: string;
}

/** Programs of one owner at most: who comes with ever new shapes does not pay for a graph each time. */
const MOST_PROGRAMS = 8;

/** A strength that is another one each epoch is worth a graph each time; one that changes with each step is not. */
const MOST_CHANGES = 20;

type OwnPrograms = Map<string, Known>;

/** Work that has become programs, while fast training is on; each belongs to an owner, such as a model, and dies with it. */
export class GraphCache {
  private readonly all = new WeakMap<object, OwnPrograms>();
  private readonly open = new Set<OwnPrograms>();
  private readonly forgotten = new FinalizationRegistry<OwnPrograms>((programs) => this.close(programs));

  constructor(private readonly dropoutState: DropoutState) {}

  /** Does the work as one graph where that is possible and pays, and op by op otherwise. */
  run(owner: object, work: Work): NamedTensor[] {
    const known = this.find(owner, work);
    if (!known || changesTooOften(known)) return work.run();
    known.calls++;
    const first = work.fromFirst ? 1 : 2;
    if (!known.isTried && known.calls >= first) {
      // Unusable data throw here; the next batch is recorded instead.
      const { recorded, failure, refusal, results } = TracedFunction.record(work, this.dropoutState);
      known.isTried = true;
      known.recorded = recorded;
      known.reason = refusal;
      if (failure) this.giveUp(known, failure);
      if (results) return results;
    }
    if (!known.recorded) return work.run();
    // Only a graph's first run can meet an op that TensorFlow has no graph kernel for.
    return known.hasRun ? known.recorded.run(work.data) : this.tryRecorded(known, work);
  }

  private tryRecorded(known: Known, work: Work): NamedTensor[] {
    try {
      const results = known.recorded!.run(work.data);
      known.hasRun = true;
      return results;
    } catch (error) {
      // If this throws, too, the data are at fault, and the graph is kept.
      const results = work.run();
      this.giveUp(known, error);
      return results;
    }
  }

  /** What TensorFlow says against a graph is worth knowing, but no reason to stop: the ops run one by one, too. */
  private giveUp(known: Known, error: unknown): void {
    known.recorded?.close();
    known.recorded = undefined;
    known.reason = `TensorFlow refused the graph (${error instanceof Error ? error.message : String(error)})`;
    process.emitWarning(`Something runs op by op, which is slower: ${known.reason}`, {
      code: 'FAST_TRAINING_WITHOUT_GRAPH',
    });
  }

  /** Why work of an owner runs op by op that could have been a graph; undefined where it does not. */
  reasonAgainst(owner: object, key: string): string | undefined {
    for (const [name, known] of this.all.get(owner) ?? []) {
      if (!name.startsWith(`${key} `)) continue;
      if (changesTooOften(known)) return 'what it depends on changes too often';
      if (known.reason !== undefined) return known.reason;
    }
    return undefined;
  }

  /** Closes all programs. */
  closeAll(): void {
    for (const programs of [...this.open]) this.close(programs);
  }

  private close(programs: OwnPrograms): void {
    for (const { recorded } of programs.values()) recorded?.close();
    programs.clear();
    this.open.delete(programs);
  }

  /** What is known of this work, unless it is to be done op by op. */
  private find(owner: object, { key: name, checks, data = [] }: Work): Known | undefined {
    if (!onNativeBackend() || gradientDepth() > 0 || isProfiled()) return undefined;
    const { tensorMap } = nativeBackend();
    // tfjs-layers gives null, or nothing, where a batch could have weights of its samples.
    const given = data.filter((tensor): tensor is tf.Tensor => tensor != null);
    if (!given.every((tensor) => tensor instanceof tf.Tensor && tensorMap.has(tensor.dataId)))
      return undefined;
    // A graph takes the type that it was recorded with; what a convolution outside of it made may be narrower.
    given.forEach(widened);
    const programs = this.programsOf(owner);
    const ids = data.map((tensor) => tensor?.dataId);
    const key = `${name} ${data.map((tensor) => describeData(tensor, ids.indexOf(tensor?.dataId))).join(' ')}`;
    const known = programs.get(key);
    if (known && (changesTooOften(known) || isSame(known.checks, checks))) return known;
    known?.recorded?.close();
    programs.delete(key);
    if (programs.size >= MOST_PROGRAMS) return undefined;
    const fresh: Known = { checks, calls: 0, changes: known ? known.changes + 1 : 0 };
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
}

/** A tensor's type and shape; which data are the same counts, too: a program would feed one where another run has two. */
function describeData(tensor: tf.Tensor | null | undefined, first: number): string {
  return tensor ? `${tensor.dtype}[${tensor.shape.join()}]${first}` : '-';
}

/** Whether no graph pays any more. */
function changesTooOften({ changes }: Known): boolean {
  return changes > MOST_CHANGES;
}

function isSame(parts: readonly unknown[], others: readonly unknown[]): boolean {
  return parts.length === others.length && parts.every((part, i) => part === others[i]);
}

let current: GraphCache | undefined;

/** Those of the fast training that is on. */
export function currentGraphCache(): GraphCache | undefined {
  return current;
}

/** Opens {@link currentGraphCache} until undone. */
export function openGraphCache(dropoutState: DropoutState): Undo {
  const opened = new GraphCache(dropoutState);
  current = opened;
  return () => {
    opened.closeAll();
    current = undefined;
  };
}
