import { tf } from '../../../src/lib/index';

/** An attribute of an op, as tfjs-node's binding takes it. */
export interface Attribute {
  name: string;
  value: unknown;
}

/** What is known of a tensor: its shape, and its element type by TensorFlow's number. */
export interface TensorType {
  shape: readonly number[];
  dtype: number;
}

/** The part of tfjs-node's binding that ops and their tensors go through. */
export interface Binding {
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): Output[];
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): Output[];
}

/** An op's result and its handle. */
export type Output = TensorType & { id: number };

/** tfjs-node's backend, whose binding tfjs' types keep private. */
export const nativeBackend = () => tf.engine().findBackend('tensorflow') as unknown as { binding: Binding };
