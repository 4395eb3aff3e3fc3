import path from 'node:path';
import type { DatasetSource } from '../dataset/dataset';
import { sha256 } from '../files/sha256';

/** The longest part of a folder's name that is used, in characters. */
const LONGEST = 40;

/**
 * The short name of a data set in the names of run folders. Of own images it is that of their
 * folder or archive, and part of a hash of its path, which tells two of the same name apart.
 *
 * @example dataName(settings.data); // fer2013, drawn, or pets-1f2e3d4c
 */
export function dataName({ kind, path: place }: Pick<DatasetSource, 'kind' | 'path'>): string {
  if (kind !== 'own images') return kind === 'FER-2013' ? 'fer2013' : 'drawn';
  const whole = path.resolve(place);
  const name = path
    .basename(whole)
    .replace(/(?:\.tar)?\.(?:zip|tar|tgz|gz)$/i, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return `${name || 'own'}-${sha256(whole).slice(0, 8)}`;
}
