import { bytesOf } from '../../files/bytes-of';
import { constantOf } from '../native/constants';
import type { Provided, TracedOp, Trace, WrittenValue } from '../native/trace';
import { freeEarly } from './free-early';
import { fuseOps } from './fuse-ops';
import { statedAttributes, type GraphNode } from './saved-model';

/** Ops with their own random generator, whose state a graph would not share with the eager op. */
const RANDOM = /^(?!Stateless).*(Random|Multinomial)/;

/** Constants are embedded in the graph. Anything larger than this is data and must be fed. */
const MAX_CONSTANT_BYTES = 1 << 24;

/** Creates a TensorFlow variable, the only kind of value that ops can change. */
const VARIABLE_OP = 'VarHandleOp';

/** Returns the ops that the outputs depend on, in their original order. */
function neededOps(ops: readonly TracedOp[], outputs: readonly number[]): TracedOp[] {
  const wanted = new Set(outputs);
  const kept: TracedOp[] = [];
  for (const op of [...ops].reverse()) {
    // An op without outputs changes a variable, which is its first input.
    const needs =
      op.outputs.length > 0 ? op.outputs.some(({ id }) => wanted.has(id)) : wanted.has(op.inputs[0]);
    if (!needs) continue;
    op.inputs.forEach((id) => wanted.add(id));
    kept.push(op);
  }
  return kept.reverse();
}

/** Collects the nodes of a graph and its placeholders. */
class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly feeds: { node: string; provided: Provided }[] = [];
  /** Why the trace cannot become a graph. */
  refusal?: string;
  private readonly names = new Map<number, string>();
  /** By handle: element types of the outputs so far. */
  private readonly types = new Map<number, number>();
  /** By handle of a variable: name of the last op that used it. */
  private readonly lastOps = new Map<number, string>();

  /** A node that all later ops wait for, and the values that these have made. */
  private barrier?: { node: string; made: Set<number> };

  constructor(private readonly trace: Trace) {}

  /** Lets all ops that are added from now on wait for the one that was added last. */
  addBarrier(): void {
    const last = this.nodes.at(-1);
    if (last) this.barrier = { node: last.name, made: new Set() };
  }

  add({ name: op, attributes, inputs, outputs }: TracedOp): void {
    if (RANDOM.test(op)) this.refusal ??= `it runs the op ${op}`;
    const name = `op${this.nodes.length}`;
    const inputType = this.typeOf(inputs[0]);
    const stated = statedAttributes(op, { attributes, inputType, outputType: outputs[0]?.dtype });
    for (const { id, dtype } of outputs) this.types.set(id, dtype);
    // Resolve the inputs' names first: this may add nodes.
    const inputNames = inputs.map((id) => this.nameOf(id));
    const variables = inputs.filter((id) => this.lastOps.has(id));
    // Control inputs keep the ops on a variable in the order of the trace.
    const before = new Set(variables.map((id) => `^${this.lastOps.get(id)}`));
    const { barrier } = this;
    if (barrier && !inputs.some((id) => barrier.made.has(id))) before.add(`^${barrier.node}`);
    outputs.forEach(({ id }) => barrier?.made.add(id));
    this.nodes.push({ name, op, inputs: [...inputNames, ...before], attributes: stated });
    for (const id of variables) this.lastOps.set(id, name);
    if (op === VARIABLE_OP) this.lastOps.set(outputs[0].id, name);
    outputs.forEach(({ id }, index) => this.names.set(id, index === 0 ? name : `${name}:${index}`));
  }

  /**
   * Returns the name under which to fetch a value. TensorFlow cannot fetch a placeholder that is
   * fed, so such a value goes through an Identity node.
   */
  fetch(id: number): string {
    const known = this.names.get(id) ?? this.nameOf(id);
    const [node, index = '0'] = known.split(':');
    if (!this.feeds.some((feed) => feed.node === node)) return `${node}:${index}`;
    const name = `pass${this.nodes.length}`;
    const { dtype } = this.trace.provided.get(id)!;
    const attributes = [{ name: 'T', type: 4, value: dtype }];
    this.nodes.push({ name, op: 'Identity', inputs: [known], attributes });
    return `${name}:0`;
  }

  private typeOf(id: number): number | undefined {
    const { provided, written } = this.trace;
    const constant = constantOf(id);
    return (
      this.types.get(id) ??
      provided.get(id)?.dtype ??
      written.get(id)?.dtype ??
      constant?.castTo ??
      constant?.dtype
    );
  }

  private nameOf(id: number): string {
    let name = this.names.get(id);
    if (name === undefined) {
      name = this.source(id);
      this.names.set(id, name);
    }
    return name;
  }

  private source(id: number): string {
    const provided = this.trace.provided.get(id);
    if (provided) return this.feed(id, provided);
    const constant = constantOf(id);
    const value = this.trace.written.get(id) ?? constant;
    if (!value) {
      this.refusal ??= 'it uses a tensor that is neither a weight nor an input';
      return 'missing';
    }
    const name = this.constant(id, value);
    if (!constant?.castTo) return name;
    const attributes = [
      { name: 'SrcT', type: 4, value: value.dtype },
      { name: 'DstT', type: 4, value: constant.castTo },
    ];
    this.nodes.push({ name: `${name}_cast`, op: 'Cast', inputs: [name], attributes });
    return `${name}_cast`;
  }

  private feed(id: number, provided: Provided): string {
    const node = `feed${id}`;
    const { dtype, shape } = provided;
    const attributes = [
      { name: 'dtype', type: 4, value: dtype },
      { name: 'shape', type: 5, value: shape },
    ];
    this.nodes.push({ name: node, op: 'Placeholder', inputs: [], attributes });
    this.feeds.push({ node, provided });
    return node;
  }

  private constant(id: number, { shape, dtype, values }: WrittenValue): string {
    const name = `constant${id}`;
    if (!ArrayBuffer.isView(values) || values.byteLength > MAX_CONSTANT_BYTES) {
      this.refusal ??= `it writes a constant of ${ArrayBuffer.isView(values) ? `${values.byteLength} bytes` : 'no numbers'}`;
      return name;
    }
    const bytes = bytesOf(values).slice();
    this.nodes.push({
      name,
      op: 'Const',
      inputs: [],
      attributes: [
        { name: 'dtype', type: 4, value: dtype },
        { name: 'value', type: 'tensor', value: { dtype, shape, bytes } },
      ],
    });
    return name;
  }
}

/** What TensorFlow makes a session of. */
export interface Graph {
  nodes: readonly GraphNode[];
  /** The placeholders, and where each run finds their values. */
  feeds: readonly { node: string; provided: Provided }[];
  /** `node:index` of each output. */
  fetches: readonly string[];
}

/**
 * Builds the graph of a trace, without what the outputs do not need.
 *
 * @param trace the ops and their values
 * @param outputs handles in the trace
 * @returns the graph, or the reason why there can be none
 */
export function buildGraph(trace: Trace, outputs: readonly number[]): Graph | string {
  if (trace.read) return 'it reads a value on the way';
  const builder = new GraphBuilder(trace);
  const fused = freeEarly(fuseOps(neededOps(trace.ops, outputs), outputs));
  // Fusing leaves the Identity of a value that is no longer computed.
  const ops = neededOps(fused, outputs);
  const late = new Set(trace.ops.slice(trace.barrier));
  const barrier = ops.findIndex((op) => late.has(op));
  ops.forEach((op, i) => {
    if (i === barrier) builder.addBarrier();
    builder.add(op);
  });
  const fetches = outputs.map((id) => builder.fetch(id));
  const { nodes, feeds, refusal } = builder;
  return refusal ?? { nodes, feeds, fetches };
}
