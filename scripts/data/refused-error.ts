/** The server, or a proxy before it, answered, but not with the file. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}
