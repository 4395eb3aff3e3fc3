import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectation } from '../errors';
import { CARD_FILES } from './card-files';
import type { ReleaseCard } from './release-card';

/**
 * A released model's card.
 *
 * @throws ExpectationError when it is not there, or not JSON
 * @example const card = await readCard('models/emotion');
 */
export async function readCard(folder: string): Promise<ReleaseCard> {
  const file = path.join(folder, CARD_FILES.json);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ReleaseCard;
  } catch (error) {
    throw expectation(file, {
      expectation: "a released model's card",
      found: (error as Error).message,
      advice: 'Export a run with npm run release, or get the folder anew.',
    });
  }
}
