import { tf } from '../tensorflow';
import { widened } from '../native/bfloat16';
import type { DropoutState } from '../kernels/dropout';
import { gradientDepth, isProfiled, onNativeBackend } from '../kernels/call';
import { nativeBackend } from '../native/binding';
import type { Undo } from '../native/patch';
import { TracedFunction, type NamedTensor, type TraceableFunction } from './traced-function';

/** A function's state in the cache, for inputs of certain shapes. */
interface CacheEntry {
  guards: readonly unknown[];
  calls: number;
  /** How often the guards have changed. */
  retraces: number;
  /** Whether the function has been traced. */
  isTraced?: boolean;
  /** Whether the graph has run successfully. */
  hasRun?: boolean;
  /** The traced function, if it could be compiled. */
  traced?: TracedFunction;
  /** Why there is no graph. */
  reason?: string;
}

/**
 * Graphs per owner. Beyond that, new input shapes run op by op, because each graph takes time to
 * compile.
 */
const MAX_GRAPHS = 8;

/**
 * A regularization strength that changes each epoch is worth a new graph each time; one that
 * changes at each step is not.
 */
const MAX_RETRACES = 20;

type OwnEntries = Map<string, CacheEntry>;

/**
 * The graphs of the active fast training. Each belongs to an owner, such as a model, and is closed
 * with it.
 */
export class GraphCache {
  private readonly all = new WeakMap<object, OwnEntries>();
  private readonly open = new Set<OwnEntries>();
  private readonly finalizers = new FinalizationRegistry<OwnEntries>((entries) => this.close(entries));

  constructor(private readonly dropoutState: DropoutState) {}

  /** Runs a function as one graph where that is possible and worthwhile, and op by op otherwise. */
  run(owner: object, fn: TraceableFunction): NamedTensor[] {
    const entry = this.find(owner, fn);
    if (!entry || retracesTooOften(entry)) return fn.run();
    entry.calls++;
    const first = fn.graphFromFirstCall ? 1 : 2;
    if (!entry.isTraced && entry.calls >= first) {
      // Invalid inputs throw here. The next batch is traced instead.
      const { traced, failure, refusal, results } = TracedFunction.trace(fn, this.dropoutState);
      entry.isTraced = true;
      entry.traced = traced;
      entry.reason = refusal;
      if (failure) this.giveUp(entry, failure);
      if (results) return results;
    }
    if (!entry.traced) return fn.run();
    // An op without a graph kernel shows up only when the graph first runs.
    return entry.hasRun ? entry.traced.run(fn.inputs) : this.runFirst(entry, fn);
  }

  private runFirst(entry: CacheEntry, fn: TraceableFunction): NamedTensor[] {
    try {
      const results = entry.traced!.run(fn.inputs);
      entry.hasRun = true;
      return results;
    } catch (error) {
      // If this throws too, the inputs are at fault and the graph is kept.
      const results = fn.run();
      this.giveUp(entry, error);
      return results;
    }
  }

  /**
   * Falls back to running op by op, with a warning: a graph that TensorFlow rejects is no reason to
   * stop.
   */
  private giveUp(entry: CacheEntry, error: unknown): void {
    entry.traced?.close();
    entry.traced = undefined;
    entry.reason = `TensorFlow refused the graph (${error instanceof Error ? error.message : String(error)})`;
    process.emitWarning(`Something runs op by op, which is slower: ${entry.reason}`, {
      code: 'FAST_TRAINING_WITHOUT_GRAPH',
    });
  }

  /**
   * Why an owner's function runs op by op although it could be a graph; undefined if there is no
   * reason.
   */
  reasonForNoGraph(owner: object, key: string): string | undefined {
    for (const [name, entry] of this.all.get(owner) ?? []) {
      if (!name.startsWith(`${key} `)) continue;
      if (retracesTooOften(entry)) return 'what it depends on changes too often';
      if (entry.reason !== undefined) return entry.reason;
    }
    return undefined;
  }

  /** Closes all graphs. */
  closeAll(): void {
    for (const entries of [...this.open]) this.close(entries);
  }

  private close(entries: OwnEntries): void {
    for (const { traced } of entries.values()) traced?.close();
    entries.clear();
    this.open.delete(entries);
  }

  /** Finds or creates a function's cache entry; undefined if it has to run op by op. */
  private find(owner: object, { key: name, guards, inputs = [] }: TraceableFunction): CacheEntry | undefined {
    if (!onNativeBackend() || gradientDepth() > 0 || isProfiled()) return undefined;
    const { tensorMap } = nativeBackend();
    // tfjs-layers passes null or undefined for missing sample weights.
    const given = inputs.filter((tensor): tensor is tf.Tensor => tensor != null);
    if (!given.every((tensor) => tensor instanceof tf.Tensor && tensorMap.has(tensor.dataId)))
      return undefined;
    // A graph takes the element types that it was traced with; a convolution outside of it may have
    // left bfloat16.
    given.forEach(widened);
    const entries = this.entriesOf(owner);
    const ids = inputs.map((tensor) => tensor?.dataId);
    const key = `${name} ${inputs.map((tensor) => describeData(tensor, ids.indexOf(tensor?.dataId))).join(' ')}`;
    const entry = entries.get(key);
    if (entry && (retracesTooOften(entry) || sameGuards(entry.guards, guards))) return entry;
    entry?.traced?.close();
    entries.delete(key);
    if (entries.size >= MAX_GRAPHS) return undefined;
    const fresh: CacheEntry = { guards, calls: 0, retraces: entry ? entry.retraces + 1 : 0 };
    entries.set(key, fresh);
    return fresh;
  }

  private entriesOf(owner: object): OwnEntries {
    let entries = this.all.get(owner);
    if (!entries) {
      entries = new Map();
      this.all.set(owner, entries);
      this.finalizers.register(owner, entries);
    }
    this.open.add(entries);
    return entries;
  }
}

/**
 * Describes a tensor's type and shape, and which earlier input has the same data: a graph traced
 * with one tensor for two inputs would feed only one.
 */
function describeData(tensor: tf.Tensor | null | undefined, first: number): string {
  return tensor ? `${tensor.dtype}[${tensor.shape.join()}]${first}` : '-';
}

/** Whether a graph is no longer worthwhile. */
function retracesTooOften({ retraces }: CacheEntry): boolean {
  return retraces > MAX_RETRACES;
}

function sameGuards(parts: readonly unknown[], others: readonly unknown[]): boolean {
  // A number may be NaN.
  return parts.length === others.length && parts.every((part, i) => Object.is(part, others[i]));
}

let current: GraphCache | undefined;

/** The graph cache of the active fast training. */
export function currentGraphCache(): GraphCache | undefined {
  return current;
}

/** Makes a new cache the {@link currentGraphCache}, until undone. */
export function openGraphCache(dropoutState: DropoutState): Undo {
  const opened = new GraphCache(dropoutState);
  current = opened;
  return () => {
    opened.closeAll();
    current = undefined;
  };
}
