import { InferRequest, type NetworkShape } from './infer-request';
import { loadLibrary, type OpenVino, type Pointer } from './load-library';
import { check, made } from './status';

/** What a {@link CompiledNetwork} is made of. */
export interface NetworkOptions extends NetworkShape {
  precision: 'float32' | 'bfloat16';
  /**
   * How many batches it runs at the same time, each on one processor. By default it runs one, on all of
   * them, which is faster for one batch: many take 3 % longer in bfloat16, and 5 % in float32.
   */
  streams?: number;
}

/**
 * How OpenVINO names the precisions. Without a hint it chooses by itself, also float16.
 */
const HINTS = { float32: 'f32', bfloat16: 'bf16' };

let core: Pointer | undefined;

/** A network that OpenVINO has compiled for the processor. */
export class CompiledNetwork {
  private constructor(
    private readonly openvino: OpenVino,
    private readonly compiled: Pointer,
    private readonly requests: readonly InferRequest[],
    private readonly options: NetworkOptions,
  ) {}

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
      const requests: InferRequest[] = [];
      for (let i = 0; i < (options.streams ?? 1); i++)
        requests.push(new InferRequest(openvino, compiled, options));
      return new CompiledNetwork(openvino, compiled, requests, options);
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
   * @param count n; with streams a multiple of the batch
   * @returns `[n * width]` of each output, copies
   * @throws Error with OpenVINO's message
   */
  run(images: Float32Array, count: number): Float32Array[] {
    if (this.options.streams !== undefined) return this.runInStreams(images, count);
    const [request] = this.requests;
    request.run(images, count);
    return request.outputs().map((output) => output.slice());
  }

  /** Each request gets the next batch as soon as it has run the one before. */
  private runInStreams(images: Float32Array, count: number): Float32Array[] {
    const { requests, options } = this;
    const { batch = 1, widths } = options;
    const results = widths.map((width) => new Float32Array(count * width));
    const length = images.length / count;
    /** Waits for the batch that begins there. */
    const finish = (begin: number) => {
      const request = requests[(begin / batch) % requests.length];
      request.wait();
      request.outputs().forEach((output, i) => results[i].set(output, begin * widths[i]));
    };
    const ahead = batch * requests.length;
    for (let begin = 0; begin < count + ahead; begin += batch) {
      if (begin >= ahead && begin - ahead < count) finish(begin - ahead);
      if (begin < count)
        requests[(begin / batch) % requests.length].start(
          images.subarray(begin * length, (begin + batch) * length),
          batch,
        );
    }
    return results;
  }

  /** Frees it. */
  close(): void {
    for (const request of this.requests) request.close();
    this.openvino.compiled_model_free(this.compiled);
  }
}

const settings = ({ precision, streams }: NetworkOptions): string[] => [
  ...['INFERENCE_PRECISION_HINT', HINTS[precision]],
  ...(streams === undefined
    ? ['PERFORMANCE_HINT', 'LATENCY']
    : ['NUM_STREAMS', `${streams}`, 'INFERENCE_NUM_THREADS', `${streams}`]),
];

/** Fixes the lengths of a model's input. */
function reshape(openvino: OpenVino, model: Pointer, lengths: readonly number[]): void {
  const fixed = (value: number) => ({ min: value, max: value });
  const shape = { rank: fixed(lengths.length), dimensions: lengths.map(fixed) };
  check(openvino, openvino.model_reshape_single_input(model, shape));
}
