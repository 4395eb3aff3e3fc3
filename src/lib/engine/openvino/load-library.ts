import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { libraryPath } from '../../library-path';

/** Where set-up puts OpenVINO's libraries, with a stamp that says which one to load. */
const STAMP = ['.cache', 'openvino', 'setup.json'];

/** The library's path from the stamp's folder, or why it did not load when set-up tried it. */
interface Stamp {
  library?: string;
  reason?: string;
}

/** The address of something that OpenVINO made. */
export type Pointer = object;

/** Where a function writes a pointer. */
export type PointerOut = [Pointer | null];

/**
 * The functions of OpenVINO's C library that the engine calls, without the prefix `ov_`. Those that
 * return a number return 0 or an error's. Source: openvino/c/openvino.h, version 2026.4.
 */
export interface OpenVino {
  core_create(core: PointerOut): number;
  core_read_model_from_memory_buffer(
    core: Pointer,
    bytes: Uint8Array,
    length: number,
    weights: null,
    model: PointerOut,
  ): number;
  /** Settings are names, each followed by its value. */
  core_compile_model(
    core: Pointer,
    model: Pointer,
    device: string,
    compiled: PointerOut,
    settings: readonly string[],
  ): number;
  model_reshape_single_input(model: Pointer, shape: { rank: Range; dimensions: Range[] }): number;
  model_free(model: Pointer): void;
  compiled_model_create_infer_request(compiled: Pointer, request: PointerOut): number;
  compiled_model_free(compiled: Pointer): void;
  infer_request_get_input_tensor(request: Pointer, tensor: PointerOut): number;
  infer_request_get_output_tensor_by_index(request: Pointer, index: number, tensor: PointerOut): number;
  infer_request_infer(request: Pointer): number;
  infer_request_start_async(request: Pointer): number;
  infer_request_wait(request: Pointer): number;
  infer_request_free(request: Pointer): void;
  tensor_set_shape(tensor: Pointer, shape: { rank: number; lengths: number[] }): number;
  tensor_data(tensor: Pointer, data: PointerOut): number;
  tensor_free(tensor: Pointer): void;
  get_last_err_msg(): string;
  /** The bytes at an address. Not OpenVINO's, but the foreign function interface's. */
  view(data: Pointer, bytes: number): ArrayBuffer;
}

/** The least and the greatest possible value. */
export interface Range {
  min: number;
  max: number;
}

let loaded: OpenVino | { reason: string } | undefined;

/**
 * Loads OpenVINO's C library, once.
 *
 * @returns its functions, or why it cannot be used
 * @example
 * const openvino = loadLibrary();
 * if ('reason' in openvino) console.log(openvino.reason);
 */
export function loadLibrary(): OpenVino | { reason: string } {
  return (loaded ??= load());
}

function load(): OpenVino | { reason: string } {
  const stamp = path.resolve(libraryPath(...STAMP));
  if (!existsSync(stamp))
    return { reason: 'OpenVINO is not installed: `npm run setup` installs it where PyPI has it' };
  try {
    const { library, reason } = JSON.parse(readFileSync(stamp, 'utf8')) as Stamp;
    return library === undefined
      ? { reason: `OpenVINO does not load (${reason})` }
      : declare(path.join(path.dirname(stamp), library));
  } catch (error) {
    return { reason: `OpenVINO does not load (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** Declares the functions of the library at `file` to the foreign function interface. */
function declare(file: string): OpenVino {
  const koffi = createRequire(__filename)('koffi') as typeof import('koffi');
  const library = koffi.load(file);
  // Without names: the notebooks' kernel loads this file again when it was edited, and a name can
  // be taken once.
  const pointer = koffi.pointer('void');
  const out = (type: ReturnType<typeof koffi.pointer>) => koffi.out(koffi.pointer(type));
  const range = koffi.struct({ min: 'int64_t', max: 'int64_t' });
  const partialShape = koffi.struct({ rank: range, dimensions: koffi.pointer(range) });
  const shape = koffi.struct({ rank: 'int64_t', lengths: koffi.pointer('int64_t') });
  const status = 'int';
  const own = (name: string, result: string, parameters: unknown[]) =>
    library.func(`ov_${name}`, result, parameters as never[]);
  const functions = {
    core_create: own('core_create', status, [out(pointer)]),
    core_read_model_from_memory_buffer: own('core_read_model_from_memory_buffer', status, [
      pointer,
      koffi.pointer('uint8_t'),
      'size_t',
      pointer,
      out(pointer),
    ]),
    core_compile_model: own('core_compile_model', status, [
      pointer,
      pointer,
      'str',
      'size_t',
      out(pointer),
      '...',
    ]),
    model_reshape_single_input: own('model_reshape_single_input', status, [pointer, partialShape]),
    model_free: own('model_free', 'void', [pointer]),
    compiled_model_create_infer_request: own('compiled_model_create_infer_request', status, [
      pointer,
      out(pointer),
    ]),
    compiled_model_free: own('compiled_model_free', 'void', [pointer]),
    infer_request_get_input_tensor: own('infer_request_get_input_tensor', status, [pointer, out(pointer)]),
    infer_request_get_output_tensor_by_index: own('infer_request_get_output_tensor_by_index', status, [
      pointer,
      'size_t',
      out(pointer),
    ]),
    infer_request_infer: own('infer_request_infer', status, [pointer]),
    infer_request_start_async: own('infer_request_start_async', status, [pointer]),
    infer_request_wait: own('infer_request_wait', status, [pointer]),
    infer_request_free: own('infer_request_free', 'void', [pointer]),
    tensor_set_shape: own('tensor_set_shape', status, [pointer, shape]),
    tensor_data: own('tensor_data', status, [pointer, out(pointer)]),
    tensor_free: own('tensor_free', 'void', [pointer]),
    get_last_err_msg: own('get_last_err_msg', 'str', []),
  };
  return {
    ...(functions as unknown as Omit<OpenVino, 'core_compile_model' | 'view'>),
    core_compile_model: (core, model, device, compiled, settings) =>
      functions.core_compile_model(
        core,
        model,
        device,
        settings.length,
        compiled,
        // A variable argument is preceded by its type.
        ...settings.flatMap((text) => ['str', text]),
      ) as number,
    view: (data, bytes) => koffi.view(data, bytes),
  };
}
