/** What an ONNX operator is set to. Whole numbers are written as such, unless `floats` names them. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** The attributes of ONNX that are fractions, even where the number is whole. */
const FRACTIONS = ['alpha', 'beta', 'epsilon'];

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
  /** The graph as ONNX's messages have it, with another name for its output. */
  finish(names: { from: string; to: string }): { node: object[]; initializer: object[] };
}

interface Node {
  opType: string;
  name: string;
  input: string[];
  output: string[];
  attribute: object[];
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
  const node: Node[] = [];
  const initializer: object[] = [];
  const taken = new Set(reserved);
  const unique = (name: string) => {
    let own = name;
    for (let i = 2; taken.has(own); i++) own = `${name}_${i}`;
    taken.add(own);
    return own;
  };
  return {
    add(opType, input, { name, attributes = {} }) {
      const own = unique(name);
      const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
      node.push({ opType, name: own, input: [...input], output: [own], attribute });
      return own;
    },
    constant(name, values, shape) {
      const own = unique(name);
      const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      initializer.push({ name: own, dims: shape, dataType: 'FLOAT', rawData });
      return own;
    },
    integers(name, values) {
      const own = unique(name);
      const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      initializer.push({ name: own, dims: [values.length], dataType: 'INT64', rawData });
      return own;
    },
    finish({ from, to }) {
      const renamed = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
      return {
        node: node.map(({ input, output, ...rest }) => ({
          ...rest,
          input: renamed(input),
          output: renamed(output),
        })),
        initializer,
      };
    },
  };
}

function attributeOf(name: string, value: number | readonly number[]): object {
  if (typeof value !== 'number') return { name, type: 'INTS', ints: value };
  return FRACTIONS.includes(name) ? { name, type: 'FLOAT', f: value } : { name, type: 'INT', i: value };
}
