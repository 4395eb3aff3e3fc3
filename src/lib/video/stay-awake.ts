/**
 * Waits for a promise and keeps the process alive meanwhile: node-webcodecs decodes in threads that
 * Node does not wait for, so that it would end in the middle of a video where nothing else is open.
 *
 * @example const { value } = await stayAwake(frames.next());
 */
export async function stayAwake<T>(promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 2 ** 30);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}
