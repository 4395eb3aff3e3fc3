import { type Attribute, DataType } from '../native/binding';
import { ProtobufWriter } from '../protobuf-writer';

/** A node of a TensorFlow graph. */
export interface GraphNode {
  name: string;
  op: string;
  /**
   * Names of nodes. `name:index` selects an output other than the first. Control inputs, which only
   * have to run first, come last and are written `^name`.
   */
  inputs: readonly string[];
  attributes: readonly (Attribute | TensorAttribute | AnyShapeAttribute)[];
}

/** A shape of unknown rank. */
export interface AnyShapeAttribute {
  name: string;
  type: 5;
  value: undefined;
}

/** The value of a Const node. */
export interface TensorAttribute {
  name: string;
  type: 'tensor';
  value: { dtype: number; shape: readonly number[]; bytes: Uint8Array };
}

/** Attributes that TensorFlow infers when it runs a single op but not when it loads a graph. */
const STATED: Record<string, (outputType: number) => GraphNode['attributes']> = {
  ExpandDims: (outputType) => [
    { name: 'T', type: 4, value: outputType },
    { name: 'Tdim', type: 4, value: DataType.int32 },
  ],
  // The engine declares one shape for all its resources; a graph would enforce it.
  VarHandleOp: () => [{ name: 'shape', type: 5, value: undefined }],
};

/**
 * Ops for which tfjs reports the type before its own cast: the mean of bools is a mean of floats.
 */
const CAST_BEFORE = new Set(['Max', 'Mean', 'Min', 'Sum']);

/**
 * Returns an op's attributes as a graph must state them. For a single op TensorFlow infers the type
 * T from the inputs, whatever the attribute says.
 *
 * @param op
 * @param options
 * @param options.inputType element type of the first input; undefined if unknown or if there is
 *   none
 */
export function statedAttributes(
  op: string,
  {
    attributes,
    inputType,
    outputType,
  }: { attributes: readonly Attribute[]; inputType?: number; outputType: number },
): GraphNode['attributes'] {
  const found =
    CAST_BEFORE.has(op) && inputType !== undefined ? [{ name: 'T', type: 4, value: inputType }] : [];
  const stated = [...(STATED[op]?.(outputType) ?? []), ...found];
  return [...attributes.filter(({ name }) => !stated.some((other) => other.name === name)), ...stated];
}

/** Version of the graph format: that of TensorFlow 2.16, which has every attribute used here. */
const PRODUCER = 1882;

/**
 * Encodes a graph as a `saved_model.pb` with one tag. Field numbers are from TensorFlow's
 * saved_model.proto, meta_graph.proto, graph.proto, node_def.proto, attr_value.proto, tensor.proto
 * and tensor_shape.proto.
 *
 * @throws Error if an attribute's type is unknown
 * @example
 * writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, { tag: 'serve' }));
 */
export function encodeSavedModel(nodes: readonly GraphNode[], { tag }: { tag: string }): Uint8Array {
  const writer = new ProtobufWriter();
  writer.int(1, 1); // saved_model_schema_version
  // meta_graphs
  writer.message(2, () => {
    writer.message(1, () => writer.text(4, tag)); // meta_info_def { tags }
    // graph_def
    writer.message(2, () => {
      for (const node of nodes) writer.message(1, () => writeNode(writer, node));
      writer.message(4, () => writer.int(1, PRODUCER)); // versions { producer }
    });
  });
  return writer.finish();
}

/** Writes a NodeDef. */
function writeNode(writer: ProtobufWriter, { name, op, inputs, attributes }: GraphNode): void {
  writer.text(1, name);
  writer.text(2, op);
  for (const input of inputs) writer.text(3, input);
  // attr is a map: each entry is a message with a key and a value.
  for (const attribute of attributes) {
    writer.message(5, () => {
      writer.text(1, attribute.name);
      writer.message(2, () => writeAttribute(writer, attribute));
    });
  }
}

/**
 * Writes an AttrValue. Types are numbered as TF_AttrType in TensorFlow's C API. The binding
 * truncates fractions of ints, so this does too.
 */
function writeAttribute(
  writer: ProtobufWriter,
  { name, type, value }: GraphNode['attributes'][number],
): void {
  const isList = Array.isArray(value);
  if (type === 'tensor') writer.message(8, () => writeTensor(writer, value));
  else if (type === 0) writer.text(2, value as string);
  else if (type === 1 && isList) writer.message(1, () => writer.ints(3, value.map(Math.trunc)));
  else if (type === 1) writer.int(3, Math.trunc(value as number));
  else if (type === 2 && isList) writer.message(1, () => writer.floats(4, value as number[]));
  else if (type === 2) writer.float(4, value as number);
  else if (type === 3 && isList) writer.message(1, () => writer.ints(5, value.map(Number)));
  else if (type === 3) writer.int(5, Number(value));
  else if (type === 4) writer.int(6, value as number);
  else if (type === 5) writer.message(7, () => writeShape(writer, value as readonly number[] | undefined));
  else throw new Error(`Expected the type of attribute ${name} to be from 0 to 5 but found ${String(type)}.`);
}

/** Writes a TensorProto. */
function writeTensor(writer: ProtobufWriter, { dtype, shape, bytes }: TensorAttribute['value']): void {
  writer.int(1, dtype);
  writer.message(2, () => writeShape(writer, shape));
  writer.raw(4, bytes); // tensor_content
}

/**
 * Writes a TensorShapeProto: unknown_rank if there is no shape, otherwise a `dim { size }` per
 * dimension.
 */
function writeShape(writer: ProtobufWriter, shape?: readonly number[]): void {
  if (!shape) writer.int(3, 1);
  for (const size of shape ?? []) writer.message(2, () => writer.int(1, size));
}
