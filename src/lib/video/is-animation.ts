/**
 * Whether a file's first bytes are those of a GIF or WebP, whose pictures may move.
 *
 * @param head from `readHead`
 */
export const isAnimation = (head: Buffer): boolean =>
  /^(?:GIF8|RIFF.{4}WEBP)/s.test(head.toString('latin1', 0, 12));
