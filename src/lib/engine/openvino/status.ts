import type { OpenVino, Pointer, PointerOut } from './load-library';

/**
 * Checks what a function of OpenVINO returned.
 *
 * @throws Error with OpenVINO's message
 */
export function check(openvino: OpenVino, status: number): void {
  if (status !== 0) throw new Error(`OpenVINO: ${openvino.get_last_err_msg()} (${status})`);
}

/**
 * Calls a function that writes a pointer, and returns the pointer.
 *
 * @throws Error with OpenVINO's message
 */
export function made(openvino: OpenVino, call: (out: PointerOut) => number): Pointer {
  const out: PointerOut = [null];
  check(openvino, call(out));
  return out[0]!;
}
