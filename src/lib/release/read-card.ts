import path from 'node:path';
import { expectation } from '../errors';
import { object, optional, readJson, text, type Schema } from '../json/index';
import { sha256 } from '../files/sha256';
import { CARD_FILES } from './card-files';
import { CARD } from './card-schema';
import type { ModelCard } from './model-card';

const SUM = object({ contentSha256: optional(text()) });

/** A card as it lies in its file. Versions before the sum wrote none. */
const FILE: Schema<ModelCard & { contentSha256?: string }> = {
  check: (value, place) => CARD.check(value, place) ?? SUM.check(value, place),
};

/** What to do about a released model whose files are damaged, or do not belong together. */
export const RELEASE_ADVICE = 'Export the run again with npm run release, or get the folder again.';

/**
 * A released model's card.
 *
 * @throws ExpectationError that names the file and the place in it, when it is not there, damaged or of another version
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
      expectation: `what was written, with contentSha256 ${contentSha256}`,
      found,
      advice: `It was changed or damaged since. ${RELEASE_ADVICE}`,
    });
  return card;
}

/**
 * The text of `card.json`: the card, and a sum over it by which {@link readCard} notices damage.
 *
 * @example await writeFileAtomic('models/emotion/card.json', cardText(card));
 */
export function cardText(card: ModelCard): string {
  const contentSha256 = sha256(JSON.stringify(card));
  return `${JSON.stringify({ ...card, contentSha256 }, null, 1)}\n`;
}
