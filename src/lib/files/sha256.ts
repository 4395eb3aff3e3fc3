import { createHash } from 'node:crypto';

/** The SHA-256 of a text, of bytes or of several of them one after another, in hexadecimal digits. */
export function sha256(content: string | Uint8Array | readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of Array.isArray(content) ? (content as Uint8Array[]) : [content as string | Uint8Array])
    hash.update(part);
  return hash.digest('hex');
}
