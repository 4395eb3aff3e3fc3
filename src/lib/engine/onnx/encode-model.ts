import { ProtobufWriter } from '../protobuf-writer';
import type { Attribute, Constant, Node } from './graph';

/** What an ONNX file says. */
export interface OnnxModel {
  irVersion: number;
  operatorSet: number;
  producer: string;
  metadata: Readonly<Record<string, string>>;
  name: string;
  nodes: readonly Node[];
  constants: readonly Constant[];
  input: ValueInfo;
  output: ValueInfo;
}

/** The name of an input or output, and its shape without the images' number. */
export interface ValueInfo {
  name: string;
  shape: readonly number[];
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
  writer.int(1, model.irVersion);
  writer.text(2, model.producer);
  // graph
  writer.message(7, () => {
    for (const node of model.nodes) writer.message(1, () => writeNode(writer, node));
    writer.text(2, model.name);
    for (const constant of model.constants) writer.message(5, () => writeConstant(writer, constant));
    writer.message(11, () => writeValueInfo(writer, model.input));
    writer.message(12, () => writeValueInfo(writer, model.output));
  });
  // opset_import { domain, version }
  writer.message(8, () => {
    writer.text(1, '');
    writer.int(2, model.operatorSet);
  });
  for (const [key, value] of Object.entries(model.metadata))
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
function writeValueInfo(writer: ProtobufWriter, { name, shape }: ValueInfo): void {
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
