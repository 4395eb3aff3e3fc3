import { createHash } from 'node:crypto';

/** Returns the SHA-256 of a string, of bytes, or of several chunks of bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array | readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of Array.isArray(content) ? (content as Uint8Array[]) : [content as string | Uint8Array])
    hash.update(part);
  return hash.digest('hex');
}
