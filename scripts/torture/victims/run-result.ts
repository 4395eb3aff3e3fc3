import { existsSync } from 'node:fs';
import { decodeSafetensors } from '../../../src/lib/index';
import { digestOf, readFiles } from '../mutants/folders';

/** What no seed decides, and the sums over it. */
const CLOCK = new Set([
  ...['seconds', 'imagesPerSecond', 'p50', 'p99', 'latency'],
  ...['historySha256', 'contentSha256'],
]);

/** A text of JSON without times and speeds. */
export function withoutClock(json: string | Buffer): string {
  return JSON.stringify(JSON.parse(json.toString(), (key, value: unknown) => (CLOCK.has(key) ? 0 : value)));
}

/**
 * Fails where a file of a run is not whole: what ends in .json has to be JSON, checkpoints have to
 * match their sums.
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
 * A run's files by name, with what has to be the same each time: the history, tensors of the best
 * epoch, settings.
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
