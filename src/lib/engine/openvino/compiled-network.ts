import { loadLibrary, type OpenVino, type Pointer, type PointerOut } from './load-library';

/** What a {@link CompiledNetwork} is made of. */
export interface NetworkOptions {
  /** How many images a call has; undefined if it varies, which costs a single image a tenth. */
  batch?: number;
  /** An image's lengths in ONNX's order: `[channels, height, width]`. */
  image: readonly number[];
  /** How many numbers each of its outputs has for each image. */
  widths: readonly number[];
  precision: 'float32' | 'bfloat16';
}

/**
 * How OpenVINO names the precisions. Without a hint it chooses by itself, also float16.
 */
const HINTS = { float32: 'f32', bfloat16: 'bf16' };

let core: Pointer | undefined;

/** A network that OpenVINO has compiled for the processor. */
export class CompiledNetwork {
  private input: Float32Array = new Float32Array();
  private outputs: Float32Array[] = [];
  private count = 0;

  private constructor(
    private readonly openvino: OpenVino,
    private readonly compiled: Pointer,
    private readonly request: Pointer,
    private readonly options: NetworkOptions,
  ) {
    if (options.batch === undefined) return;
    this.count = options.batch;
    this.findMemory();
  }

  /**
   * Compiles a network.
   *
   * @param onnx ONNX's bytes; one input `[n, channels, height, width]`
   * @throws Error with OpenVINO's message
   */
  static compile(onnx: Uint8Array, options: NetworkOptions): CompiledNetwork {
    const openvino = loadLibrary();
    if ('reason' in openvino) throw new Error(openvino.reason);
    core ??= made(openvino, (out) => openvino.core_create(out));
    const model = made(openvino, (out) =>
      openvino.core_read_model_from_memory_buffer(core!, onnx, onnx.length, null, out),
    );
    let compiled: Pointer | undefined;
    try {
      if (options.batch !== undefined) reshape(openvino, model, [options.batch, ...options.image]);
      compiled = made(openvino, (out) =>
        openvino.core_compile_model(core!, model, 'CPU', out, settings(options)),
      );
      const request = made(openvino, (out) => openvino.compiled_model_create_infer_request(compiled!, out));
      return new CompiledNetwork(openvino, compiled, request, options);
    } catch (error) {
      if (compiled) openvino.compiled_model_free(compiled);
      throw error;
    } finally {
      openvino.model_free(model);
    }
  }

  /**
   * Runs the network.
   *
   * @param images `[n * channels * height * width]`
   * @param count n
   * @returns `[n * width]` of each output, copies
   * @throws Error with OpenVINO's message
   */
  run(images: Float32Array, count: number): Float32Array[] {
    const { openvino, request } = this;
    if (count !== this.count) this.resize(count);
    this.input.set(images);
    check(openvino, openvino.infer_request_infer(request));
    // Where the outputs are is known only after the first run of this many images.
    if (this.outputs.length === 0)
      this.outputs = this.options.widths.map((width, i) =>
        this.memory(count * width, (out) =>
          openvino.infer_request_get_output_tensor_by_index(request, i, out),
        ),
      );
    return this.outputs.map((output) => output.slice());
  }

  /** Frees it. */
  close(): void {
    this.openvino.infer_request_free(this.request);
    this.openvino.compiled_model_free(this.compiled);
  }

  private resize(count: number): void {
    const { openvino, request, options } = this;
    const tensor = made(openvino, (out) => openvino.infer_request_get_input_tensor(request, out));
    const lengths = [count, ...options.image];
    try {
      check(openvino, openvino.tensor_set_shape(tensor, { rank: lengths.length, lengths }));
    } finally {
      openvino.tensor_free(tensor);
    }
    this.count = count;
    this.findMemory();
  }

  private findMemory(): void {
    const { openvino, request, options } = this;
    const length = options.image.reduce((product, side) => product * side, this.count);
    this.input = this.memory(length, (out) => openvino.infer_request_get_input_tensor(request, out));
    this.outputs = [];
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

const settings = ({ precision }: NetworkOptions): string[] => [
  ...['INFERENCE_PRECISION_HINT', HINTS[precision]],
  ...['PERFORMANCE_HINT', 'LATENCY'],
];

/** Fixes the lengths of a model's input. */
function reshape(openvino: OpenVino, model: Pointer, lengths: readonly number[]): void {
  const fixed = (value: number) => ({ min: value, max: value });
  const shape = { rank: fixed(lengths.length), dimensions: lengths.map(fixed) };
  check(openvino, openvino.model_reshape_single_input(model, shape));
}

/** Calls a function that writes a pointer, and returns the pointer. */
function made(openvino: OpenVino, call: (out: PointerOut) => number): Pointer {
  const out: PointerOut = [null];
  check(openvino, call(out));
  return out[0]!;
}

function check(openvino: OpenVino, status: number): void {
  if (status !== 0) throw new Error(`OpenVINO: ${openvino.get_last_err_msg()} (${status})`);
}
