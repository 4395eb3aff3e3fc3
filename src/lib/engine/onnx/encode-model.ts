import { ProtobufWriter } from '../protobuf-writer';
import type { Attribute, Constant, Node, Value } from './graph';

/** What ONNX Runtime from 1.8 and OpenCV from 4.6 can read. */
const OPERATOR_SET = 13;
const IR_VERSION = 7;

/** What an ONNX file says. */
export interface OnnxModel {
  name: string;
  metadata?: Readonly<Record<string, string>>;
  nodes: readonly Node[];
  constants: readonly Constant[];
  /** The input and the outputs, with their shapes in ONNX's order. */
  input: Value;
  outputs: readonly Value[];
}

/** TensorProto.DataType. */
const DataType = { float: 1, int64: 7 };

/** AttributeProto.AttributeType. */
const AttributeType = { float: 1, int: 2, ints: 7 };

/**
 * Encodes a model in ONNX's format. Field numbers are from ONNX's onnx.proto,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 *
 * @returns the file's bytes
 * @example writeFileSync('model.onnx', encodeModel(model));
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new ProtobufWriter();
  writer.int(1, IR_VERSION);
  writer.text(2, 'emotion-notebooks');
  // graph
  writer.message(7, () => {
    for (const node of model.nodes) writer.message(1, () => writeNode(writer, node));
    writer.text(2, model.name);
    for (const constant of model.constants) writer.message(5, () => writeConstant(writer, constant));
    writer.message(11, () => writeValueInfo(writer, model.input));
    for (const output of model.outputs) writer.message(12, () => writeValueInfo(writer, output));
  });
  // opset_import { domain, version }
  writer.message(8, () => {
    writer.text(1, '');
    writer.int(2, OPERATOR_SET);
  });
  for (const [key, value] of Object.entries(model.metadata ?? {}))
    // metadata_props { key, value }
    writer.message(14, () => {
      writer.text(1, key);
      writer.text(2, value);
    });
  return writer.finish();
}

/** Writes a NodeProto. */
function writeNode(writer: ProtobufWriter, { name, operator, inputs, output, attributes }: Node): void {
  for (const input of inputs) writer.text(1, input);
  writer.text(2, output);
  writer.text(3, name);
  writer.text(4, operator);
  for (const attribute of attributes) writer.message(5, () => writeAttribute(writer, attribute));
}

/** Writes an AttributeProto. */
function writeAttribute(writer: ProtobufWriter, attribute: Attribute): void {
  writer.text(1, attribute.name);
  if (attribute.type === 'float') writer.float(2, attribute.value);
  else if (attribute.type === 'int') writer.int(3, attribute.value);
  else writer.ints(8, attribute.value);
  writer.int(20, AttributeType[attribute.type]);
}

/** Writes a TensorProto. */
function writeConstant(writer: ProtobufWriter, { name, type, shape, bytes }: Constant): void {
  writer.ints(1, shape);
  writer.int(2, DataType[type]);
  writer.text(8, name);
  writer.raw(9, bytes); // raw_data
}

/** Writes a ValueInfoProto: float32, and the images' number is called `n`. */
function writeValueInfo(writer: ProtobufWriter, { name, shape }: Value): void {
  writer.text(1, name);
  // type { tensor_type { elem_type, shape { dim } } }
  writer.message(2, () =>
    writer.message(1, () => {
      writer.int(1, DataType.float);
      writer.message(2, () => {
        writer.message(1, () => writer.text(2, 'n'));
        for (const length of shape) writer.message(1, () => writer.int(1, length));
      });
    }),
  );
}
