/**
 * Whether the file system's error says that there is no such file or folder.
 *
 * @example try { await stat(file); } catch (error) { if (!isMissing(error)) throw error; }
 */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
