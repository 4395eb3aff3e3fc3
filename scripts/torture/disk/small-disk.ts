import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A file system in memory, created by {@link mountSmallDisk}. */
export interface SmallDisk {
  /** Enlarges it. */
  grow(bytes: number): void;
  /** Makes it read-only or writable. */
  setReadOnly(isReadOnly: boolean): void;
  unmount(): void;
}

function mount(args: readonly string[]): void {
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
}

/**
 * Creates a folder and mounts a small file system on it. Needs Linux and root.
 *
 * @throws when it can't be mounted
 * @example const disk = mountSmallDisk('/tmp/small', { bytes: 1 << 20 });
 */
export function mountSmallDisk(folder: string, { bytes }: { bytes: number }): SmallDisk {
  mkdirSync(folder, { recursive: true });
  const size = (n: number) => `size=${Math.ceil(n / 4096) * 4}k`;
  mount(['-t', 'tmpfs', '-o', size(bytes), 'torture', folder]);
  return {
    grow: (more) => mount(['-o', `remount,${size(more)}`, folder]),
    setReadOnly: (isReadOnly) => mount(['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder]),
    unmount: () => void spawnSync('umount', ['-l', folder]),
  };
}

/** Why such a file system can't be mounted here; undefined if it can. */
export function reasonAgainstMounting(folder: string): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  try {
    mountSmallDisk(folder, { bytes: 4096 }).unmount();
    return undefined;
  } catch {
    return 'needs root, to mount a small file system';
  }
}
