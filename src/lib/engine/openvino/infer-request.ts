import type { OpenVino, Pointer, PointerOut } from './load-library';
import { check, made } from './status';

/** What goes in and out of a network. */
export interface NetworkShape {
  /** How many images a call has; undefined if it varies, which costs a single image a tenth. */
  batch?: number;
  /** An image's lengths in ONNX's order: `[channels, height, width]`. */
  image: readonly number[];
  /** How many numbers each of its outputs has for each image. */
  widths: readonly number[];
}

/** A place in which a compiled network runs, with memory for its inputs and outputs. */
export class InferRequest {
  private readonly request: Pointer;
  private input: Float32Array = new Float32Array();
  private found: Float32Array[] = [];
  private count = 0;

  constructor(
    private readonly openvino: OpenVino,
    compiled: Pointer,
    private readonly shape: NetworkShape,
  ) {
    this.request = made(openvino, (out) => openvino.compiled_model_create_infer_request(compiled, out));
    if (shape.batch === undefined) return;
    this.count = shape.batch;
    this.findMemory();
  }

  /**
   * Runs the network.
   *
   * @param images `[count * channels * height * width]`
   */
  run(images: Float32Array, count: number): void {
    this.write(images, count);
    check(this.openvino, this.openvino.infer_request_infer(this.request));
  }

  /** Begins to run it; {@link wait} has to follow. */
  start(images: Float32Array, count: number): void {
    this.write(images, count);
    check(this.openvino, this.openvino.infer_request_start_async(this.request));
  }

  /** Waits until it has run. */
  wait(): void {
    check(this.openvino, this.openvino.infer_request_wait(this.request));
  }

  /** `[count * width]` of each output, until it runs again. */
  outputs(): readonly Float32Array[] {
    const { openvino, request, count } = this;
    // Where they are is known only after the first run of this many images.
    if (this.found.length === 0)
      this.found = this.shape.widths.map((width, i) =>
        this.memory(count * width, (out) =>
          openvino.infer_request_get_output_tensor_by_index(request, i, out),
        ),
      );
    return this.found;
  }

  close(): void {
    this.openvino.infer_request_free(this.request);
  }

  private write(images: Float32Array, count: number): void {
    if (count !== this.count) this.resize(count);
    this.input.set(images);
  }

  private resize(count: number): void {
    const { openvino, request, shape } = this;
    const tensor = made(openvino, (out) => openvino.infer_request_get_input_tensor(request, out));
    const lengths = [count, ...shape.image];
    try {
      check(openvino, openvino.tensor_set_shape(tensor, { rank: lengths.length, lengths }));
    } finally {
      openvino.tensor_free(tensor);
    }
    this.count = count;
    this.findMemory();
  }

  private findMemory(): void {
    const { openvino, request, shape } = this;
    const length = shape.image.reduce((product, side) => product * side, this.count);
    this.input = this.memory(length, (out) => openvino.infer_request_get_input_tensor(request, out));
    this.found = [];
  }

  /** The memory of a tensor, which stays where it is until the number of images changes. */
  private memory(length: number, get: (out: PointerOut) => number): Float32Array {
    const { openvino } = this;
    const tensor = made(openvino, get);
    try {
      const data = made(openvino, (out) => openvino.tensor_data(tensor, out));
      return new Float32Array(openvino.view(data, length * Float32Array.BYTES_PER_ELEMENT));
    } finally {
      openvino.tensor_free(tensor);
    }
  }
}
