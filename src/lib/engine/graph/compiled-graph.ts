import { constantOf } from '../native/constants';
import { release } from '../native/binding';
import type { Output } from '../native/tensor-entry';
import type { Provided, Provider, TracedOp, Trace, WrittenValue } from '../native/trace';
import { statedAttributes, type GraphNode } from './saved-model';
import { GraphSession } from './session';

/** Ops that draw numbers from a stream of their own, which a graph would not go on with. */
const RANDOM = /^(?!Stateless).*(Random|Multinomial)/;

/** Constants go into the graph; more bytes than that in one of them are data that belong outside. */
const GREATEST_CONSTANT = 1 << 24;

/** Makes a variable of TensorFlow's, the one kind of value that ops change. */
const MAKES_VARIABLE = 'VarHandleOp';

/** The ops that the outputs need, in their order. */
function needed(ops: readonly TracedOp[], outputs: readonly number[]): TracedOp[] {
  const wanted = new Set(outputs);
  const kept: TracedOp[] = [];
  for (const op of [...ops].reverse()) {
    // An op without outputs changes a variable, its first input.
    const needs =
      op.outputs.length > 0 ? op.outputs.some(({ id }) => wanted.has(id)) : wanted.has(op.inputs[0]);
    if (!needs) continue;
    op.inputs.forEach((id) => wanted.add(id));
    kept.push(op);
  }
  return kept.reverse();
}

/** Collects the nodes of a graph and what has to be fed into it. */
class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly feeds: { node: string; provided: Provided }[] = [];
  /** Why the recording can't become a graph. */
  refusal?: string;
  private readonly names = new Map<number, string>();
  /** By handle: the element types of what the ops so far have made. */
  private readonly types = new Map<number, number>();
  /** By handle of a variable: the op that touched it last. */
  private readonly touched = new Map<number, string>();

  constructor(private readonly recording: Trace) {}

  add({ name: op, attributes, inputs, outputs }: TracedOp): void {
    if (RANDOM.test(op)) this.refusal ??= `it runs the op ${op}`;
    const name = `op${this.nodes.length}`;
    const inputType = this.typeOf(inputs[0]);
    const stated = statedAttributes(op, { attributes, inputType, outputType: outputs[0]?.dtype });
    for (const { id, dtype } of outputs) this.types.set(id, dtype);
    // The names of the inputs first: asking for them may add nodes.
    const inputNames = inputs.map((id) => this.nameOf(id));
    const variables = inputs.filter((id) => this.touched.has(id));
    // What touches a variable does so in the order of the recording.
    const before = new Set(variables.map((id) => `^${this.touched.get(id)}`));
    this.nodes.push({ name, op, inputs: [...inputNames, ...before], attributes: stated });
    for (const id of variables) this.touched.set(id, name);
    if (op === MAKES_VARIABLE) this.touched.set(outputs[0].id, name);
    outputs.forEach(({ id }, index) => this.names.set(id, index === 0 ? name : `${name}:${index}`));
  }

  /** The name a fetch has for a value; a value that is passed through gets a node of its own, which TensorFlow wants. */
  fetch(id: number): string {
    const known = this.names.get(id) ?? this.nameOf(id);
    const [node, index = '0'] = known.split(':');
    if (!this.feeds.some((feed) => feed.node === node)) return `${node}:${index}`;
    const name = `pass${this.nodes.length}`;
    const { dtype } = this.recording.provided.get(id)!;
    const attributes = [{ name: 'T', type: 4, value: dtype }];
    this.nodes.push({ name, op: 'Identity', inputs: [known], attributes });
    return `${name}:0`;
  }

  private typeOf(id: number): number | undefined {
    const { provided, written } = this.recording;
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
    const provided = this.recording.provided.get(id);
    if (provided) return this.feed(id, provided);
    const constant = constantOf(id);
    const value = this.recording.written.get(id) ?? constant;
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
    if (!ArrayBuffer.isView(values) || values.byteLength > GREATEST_CONSTANT) {
      this.refusal ??= `it writes a constant of ${ArrayBuffer.isView(values) ? `${values.byteLength} bytes` : 'no numbers'}`;
      return name;
    }
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
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

/**
 * A recording that runs as one TensorFlow graph: ops that don't need each other run at the same time, and none of them goes
 * through JavaScript. The same values come out as from the ops one by one, up to rounding.
 */
export class CompiledGraph {
  private constructor(
    private readonly session: GraphSession,
    private readonly feeds: GraphBuilder['feeds'],
  ) {}

  /**
   * @param outputs handles of the recording that a run gives, in this order
   * @returns why it can't be, when it can't
   */
  static compile(recording: Trace, outputs: readonly number[]): CompiledGraph | string {
    if (recording.read) return 'it reads a value on the way';
    const graph = new GraphBuilder(recording);
    for (const op of needed(recording.ops, outputs)) graph.add(op);
    const fetches = outputs.map((id) => graph.fetch(id));
    if (graph.refusal !== undefined) return graph.refusal;
    const { nodes, feeds } = graph;
    return new CompiledGraph(
      new GraphSession(nodes, { feeds: feeds.map(({ node }) => node), fetches }),
      feeds,
    );
  }

  /** The outputs, which the caller owns. */
  run(): Output[] {
    const asked = new Map<Provider, readonly number[]>();
    const handles = this.feeds.map(({ provided: { provider, index } }) => {
      if (!asked.has(provider)) asked.set(provider, provider.handles());
      return asked.get(provider)![index];
    });
    try {
      return this.session.run(handles);
    } finally {
      for (const [{ temporary }, made] of asked) if (temporary) release(...made);
    }
  }

  close(): void {
    this.session.close();
  }
}
