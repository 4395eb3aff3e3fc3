import { existsSync } from 'node:fs';
import { decodeSafetensors } from '../../../src/lib/index';
import { digestOf, readFiles } from '../mutants/folders';

/** Values that depend on the clock, and checksums over them. */
const CLOCK = new Set([
  ...['seconds', 'imagesPerSecond', 'p50', 'p99', 'latency'],
  ...['historySha256', 'contentSha256'],
]);

/** JSON without times, speeds and their checksums. */
export function withoutClock(json: string | Buffer): string {
  return JSON.stringify(JSON.parse(json.toString(), (key, value: unknown) => (CLOCK.has(key) ? 0 : value)));
}

/** Each file with its content, without what depends on the clock. */
export function describeFiles(folder: string): string {
  return Object.entries(readFiles(folder))
    .map(([name, bytes]) => `${name} ${name.endsWith('.json') ? withoutClock(bytes) : digestOf(bytes)}`)
    .join('\n');
}

/**
 * Throws if a file of a run is incomplete: JSON files have to parse, and checkpoints have to match
 * their checksums.
 */
export function checkRunFiles(folder: string): Promise<void> {
  if (!existsSync(folder)) return Promise.resolve();
  for (const [name, bytes] of Object.entries(readFiles(folder))) {
    if (name.includes('.tmp')) continue;
    if (name.endsWith('.json')) JSON.parse(bytes.toString('utf8'));
    if (name.endsWith('.safetensors')) decodeSafetensors(bytes, { file: name });
  }
  return Promise.resolve();
}

/**
 * A run's files by name, with their reproducible contents: history, tensors and settings.
 */
export function describeRunFiles(folder: string): string {
  return Object.entries(readFiles(folder))
    .map(([name, bytes]) => {
      if (name.endsWith('.json')) return `${name} ${withoutClock(bytes)}`;
      if (!name.endsWith('.safetensors')) return `${name} ${digestOf(bytes)}`;
      const { tensors, metadata } = decodeSafetensors(bytes, { file: name });
      const parts = Object.entries(tensors).map(
        ([tensor, { data }]) => `${name} ${tensor} ${digestOf(data)}`,
      );
      const history = metadata.history === undefined ? [] : [`${name} ${withoutClock(metadata.history)}`];
      return [...history, ...parts].join('\n');
    })
    .join('\n');
}
