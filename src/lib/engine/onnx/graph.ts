/** What an ONNX operator is set to. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** One of an operator's settings. */
export type Attribute = { name: string } & (
  | { type: 'float'; value: number }
  | { type: 'int'; value: number }
  | { type: 'ints'; value: readonly number[] }
);

/** The attributes of ONNX that are fractions, even where the number is whole. */
const FRACTIONS = ['alpha', 'beta', 'epsilon'];

/**
 * A value in ONNX's graph. The shape is TensorFlow.js', without the images' number:
 * `[height, width, channels]` or `[features]`. In the graph, three lengths are in the order
 * channels, height, width.
 */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A graph of ONNX that grows node by node: {@link createGraph} makes one. */
export interface Graph {
  /**
   * Adds a node with one output.
   *
   * @returns the output's name
   */
  add(
    operator: string,
    inputs: readonly string[],
    options: { name: string; attributes?: Attributes },
  ): string;
  /** Adds fixed numbers, and returns their name. */
  constant(name: string, values: Float32Array, shape: readonly number[]): string;
  /** Adds a list of whole numbers, such as a shape, and returns its name. */
  integers(name: string, values: readonly number[]): string;
  /** All nodes and fixed numbers; the output may be given another name. */
  finish(names?: { from: string; to: string }): { nodes: Node[]; constants: Constant[] };
}

/** A call of an operator. */
export interface Node {
  operator: string;
  name: string;
  inputs: readonly string[];
  output: string;
  attributes: readonly Attribute[];
}

/** Fixed numbers. */
export interface Constant {
  name: string;
  type: 'float' | 'int64';
  shape: readonly number[];
  bytes: Uint8Array;
}

/**
 * Makes an empty graph.
 *
 * @param reserved names that its nodes may not have
 * @example
 * const graph = createGraph(['pixels']);
 * graph.add('Relu', ['pixels'], { name: 'relu' }); // 'relu'
 */
export function createGraph(reserved: readonly string[]): Graph {
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const taken = new Set(reserved);
  const unique = (name: string) => {
    let own = name;
    for (let i = 2; taken.has(own); i++) own = `${name}_${i}`;
    taken.add(own);
    return own;
  };
  return {
    add(operator, inputs, { name, attributes = {} }) {
      const own = unique(name);
      const settings = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
      nodes.push({ operator, name: own, inputs, output: own, attributes: settings });
      return own;
    },
    constant(name, values, shape) {
      const own = unique(name);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      constants.push({ name: own, type: 'float', shape, bytes });
      return own;
    },
    integers(name, values) {
      const own = unique(name);
      const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      constants.push({ name: own, type: 'int64', shape: [values.length], bytes });
      return own;
    },
    finish(names) {
      const renamed = (name: string) => (name === names?.from ? names.to : name);
      return {
        nodes: nodes.map(({ inputs, output, ...rest }) => ({
          ...rest,
          inputs: inputs.map(renamed),
          output: renamed(output),
        })),
        constants,
      };
    },
  };
}

function attributeOf(name: string, value: number | readonly number[]): Attribute {
  if (typeof value !== 'number') return { name, type: 'ints', value };
  return { name, type: FRACTIONS.includes(name) ? 'float' : 'int', value };
}
