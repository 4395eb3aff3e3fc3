// The page's door to TensorFlow. Where the library imports `tf`, the bundle gets this one instead of
// tfjs-node.
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs';

export * as tf from '@tensorflow/tfjs';

/**
 * Gives the WebAssembly backend its program, which is in the page: it would fetch a file otherwise,
 * and the page's policy forbids that. Threads are left out: they would need headers that a static
 * host or a disk does not send.
 *
 * @param program the bytes of tfjs-backend-wasm-simd.wasm
 */
export function installWasm(program: Uint8Array<ArrayBuffer>): void {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  env().platform.fetch = () => Promise.resolve(new Response(program));
  setWasmPaths('memory:', true);
}
