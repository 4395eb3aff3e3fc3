import { type Attribute, DataType } from '../native/binding';
import { ProtobufWriter } from './protobuf-writer';

/** A node of a TensorFlow graph. */
export interface GraphNode {
  name: string;
  op: string;
  /**
   * Names of nodes, with `:index` behind the name of one whose other outputs are meant; at the end those that only have to
   * have run before, with `^` in front.
   */
  inputs: readonly string[];
  attributes: readonly (Attribute | TensorAttribute | AnyShapeAttribute)[];
}

/** A shape that is left open. */
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

/** Attributes that TensorFlow works out by itself when it runs one op, but not when it reads a graph. */
const STATED: Record<string, (outputType: number) => GraphNode['attributes']> = {
  ExpandDims: (outputType) => [
    { name: 'T', type: 4, value: outputType },
    { name: 'Tdim', type: 4, value: DataType.int32 },
  ],
  // The engine declares all its resources of one shape, which a graph would take at its word.
  VarHandleOp: () => [{ name: 'shape', type: 5, value: undefined }],
};

/** Ops that tfjs names the type of before it casts what they work on: a mean of bool is one of float. */
const CAST_BEFORE = new Set(['Max', 'Mean', 'Min', 'Sum']);

/**
 * The attributes of an op as a graph has to state them. Of one op TensorFlow finds the type T by its inputs, whatever it is
 * told.
 *
 * @param options
 * @param options.inputType of the first input; undefined where it is not known, or there is none
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

/** The version of the graph format: that of TensorFlow 2.16, of which every attribute used here is. */
const PRODUCER = 1882;

/**
 * The contents of a `saved_model.pb` with this graph under one tag. The fields' numbers are those of TensorFlow's messages:
 * saved_model.proto, meta_graph.proto, graph.proto, node_def.proto, attr_value.proto, tensor.proto, tensor_shape.proto.
 *
 * @throws Error if an attribute has a type that the engine does not know
 * @example writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, { tag: 'serve' }));
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

/** A NodeDef. */
function writeNode(writer: ProtobufWriter, { name, op, inputs, attributes }: GraphNode): void {
  writer.text(1, name);
  writer.text(2, op);
  for (const input of inputs) writer.text(3, input);
  // attr, a map: each entry a message of its key and its value.
  for (const attribute of attributes) {
    writer.message(5, () => {
      writer.text(1, attribute.name);
      writer.message(2, () => writeAttribute(writer, attribute));
    });
  }
}

/**
 * An AttrValue. The types are numbered as TF_AttrType in TensorFlow's C API, as native-op.ts numbers them; of an int that has a
 * fraction the binding drops it.
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

/** A TensorProto. */
function writeTensor(writer: ProtobufWriter, { dtype, shape, bytes }: TensorAttribute['value']): void {
  writer.int(1, dtype);
  writer.message(2, () => writeShape(writer, shape));
  writer.raw(4, bytes); // tensor_content
}

/** A TensorShapeProto: unknown_rank where there is no shape, otherwise a `dim { size }` for each. */
function writeShape(writer: ProtobufWriter, shape?: readonly number[]): void {
  if (!shape) writer.int(3, 1);
  for (const size of shape ?? []) writer.message(2, () => writer.int(1, size));
}
