/** The server, or what stands before it, answered, and not with the file. */
export class RefusedError extends Error {
  name = 'RefusedError';
}
