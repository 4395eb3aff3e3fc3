import { createRequire } from 'node:module';
import { DataType, type Attribute } from '../native-op';

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

/** A message of TensorFlow's, as google-protobuf generates its class: setters and a serializer. */
type Message = Record<string, (value: unknown) => void> & {
  serializeBinary(): Uint8Array;
  getAttrMap(): Map<string, Message>;
};

type MessageClass = new () => Message;

/** The message classes that tfjs-node reads saved models with; it has no typings for them. */
interface Messages {
  AttrValue: MessageClass & { ListValue: MessageClass };
  GraphDef: MessageClass;
  MetaGraphDef: MessageClass & { MetaInfoDef: MessageClass };
  NodeDef: MessageClass;
  SavedModel: MessageClass;
  Tensor: MessageClass;
  TensorShape: MessageClass & { Dim: MessageClass };
  VersionDef: MessageClass;
}

let loaded: Messages | undefined;

function messages(): Messages {
  loaded ??= createRequire(__filename)('@tensorflow/tfjs-node/dist/proto/api_pb') as Messages;
  return loaded;
}

/** A message with fields set. */
function message(Class: MessageClass, fields: Record<string, unknown>): Message {
  const made = new Class();
  for (const [field, value] of Object.entries(fields)) {
    made[`set${field[0].toUpperCase()}${field.slice(1)}`](value);
  }
  return made;
}

/** @param shape undefined for one that may be any */
function shapeMessage(shape?: readonly number[]): Message {
  const { TensorShape } = messages();
  if (!shape) return message(TensorShape, { unknownRank: true });
  return message(TensorShape, { dimList: shape.map((size) => message(TensorShape.Dim, { size })) });
}

function attributeMessage({ name, type, value }: GraphNode['attributes'][number]): Message {
  const { AttrValue, Tensor } = messages();
  const list = (field: string) =>
    message(AttrValue, { list: message(AttrValue.ListValue, { [field]: value }) });
  if (type === 'tensor') {
    const { dtype, shape, bytes } = value;
    const tensor = { dtype, tensorShape: shapeMessage(shape), tensorContent: bytes };
    return message(AttrValue, { tensor: message(Tensor, tensor) });
  }
  // TF_AttrType in TensorFlow's C API, as native-op.ts numbers them.
  if (type === 0) return message(AttrValue, { s: Buffer.from(value as string) });
  if (type === 1) return Array.isArray(value) ? list('iList') : message(AttrValue, { i: value });
  if (type === 2) return Array.isArray(value) ? list('fList') : message(AttrValue, { f: value });
  if (type === 3) return Array.isArray(value) ? list('bList') : message(AttrValue, { b: value });
  if (type === 4) return message(AttrValue, { type: value });
  if (type === 5) return message(AttrValue, { shape: shapeMessage(value as readonly number[] | undefined) });
  throw new Error(`Expected the type of attribute ${name} to be from 0 to 5 but found ${String(type)}.`);
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
 * The contents of a `saved_model.pb` with this graph under one tag.
 *
 * @example writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, { tag: 'serve' }));
 */
export function encodeSavedModel(nodes: readonly GraphNode[], { tag }: { tag: string }): Uint8Array {
  const { GraphDef, MetaGraphDef, NodeDef, SavedModel, VersionDef } = messages();
  const nodeList = nodes.map(({ name, op, inputs, attributes }) => {
    const node = message(NodeDef, { name, op, inputList: inputs });
    for (const attribute of attributes) node.getAttrMap().set(attribute.name, attributeMessage(attribute));
    return node;
  });
  const graphDef = message(GraphDef, {
    nodeList,
    versions: message(VersionDef, { producer: PRODUCER }),
  });
  const metaInfoDef = message(MetaGraphDef.MetaInfoDef, { tagsList: [tag] });
  const metaGraphsList = [message(MetaGraphDef, { graphDef, metaInfoDef })];
  return message(SavedModel, { savedModelSchemaVersion: 1, metaGraphsList }).serializeBinary();
}
