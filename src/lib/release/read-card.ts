import path from 'node:path';
import { expectation } from '../errors';
import { object, optional, readJson, text, type Schema } from '../json/index';
import { sha256 } from '../files/sha256';
import { CARD_FILES } from './card-files';
import { CARD } from './card-schema';
import type { ModelCard } from './model-card';

const CHECKSUM = object({ contentSha256: optional(text()) });

/** A card in its file. Older versions have no checksum. */
const FILE: Schema<ModelCard & { contentSha256?: string }> = {
  check: (value, place) => CARD.check(value, place) ?? CHECKSUM.check(value, place),
};

/** What to do about a release whose files are damaged or do not belong together. */
export const RELEASE_ADVICE = 'Export the run again with npm run release, or restore the folder.';

/**
 * Reads the card of a released model.
 *
 * @throws ExpectationError naming the file and the place in it if it is missing, damaged or of
 *   another version
 * @example const card = await readCard('models/emotion');
 */
export async function readCard(folder: string): Promise<ModelCard> {
  const file = path.join(folder, CARD_FILES.json);
  const { contentSha256, ...card } = await readJson(file, FILE, {
    what: "a released model's card",
    advice: RELEASE_ADVICE,
    missing: RELEASE_ADVICE,
  });
  const found = sha256(JSON.stringify(card));
  if (contentSha256 !== undefined && contentSha256 !== found)
    throw expectation(file, {
      expectation: `unchanged, with contentSha256 ${contentSha256}`,
      found,
      advice: `The file was changed or damaged. ${RELEASE_ADVICE}`,
    });
  return card;
}

/**
 * The text of `card.json`: the card, and a checksum by which {@link readCard} detects damage.
 *
 * @example await writeFileAtomic('models/emotion/card.json', cardText(card));
 */
export function cardText(card: ModelCard): string {
  const contentSha256 = sha256(JSON.stringify(card));
  return `${JSON.stringify({ ...card, contentSha256 }, null, 1)}\n`;
}
