import path from 'node:path';
import { EMOTIONS } from '../emotions';
import { list, object, oneOf, readJson, share, type Schema } from '../json/index';
import { MAJORITY_SCORE } from './evaluation-schema';
import type { LabelAgreement } from './label-agreement';

/**
 * The agreement of FER-2013's labels with FER+'s votes on privateTest, as measured by
 * `npm run labels -- --write`.
 */
const FILE = path.join(__dirname, 'measured-agreement.json');

const AGREEMENT: Schema<LabelAgreement> = object({
  seven: object(MAJORITY_SCORE),
  agreement: share,
  voterAgreement: share,
  majorityAgreement: share,
  emotions: list(object({ emotion: oneOf(EMOTIONS), ...MAJORITY_SCORE, agreement: share }), {
    from: EMOTIONS.length,
    to: EMOTIONS.length,
  }),
});

/**
 * How often the labels of FER-2013's privateTest are what FER+'s annotators say, measured by this
 * project, for whoever has no votes: what `labelAgreement` returns for these images.
 *
 * @throws ExpectationError when the file of the project that has it is damaged
 * @example const { seven } = await measuredAgreement(); // seven.accuracy is 0.656
 */
export async function measuredAgreement(): Promise<LabelAgreement> {
  const advice = `Restore it: git checkout ${path.relative(process.cwd(), FILE)}`;
  return readJson(FILE, AGREEMENT, {
    what: "the agreement of FER-2013's labels with FER+'s votes",
    advice,
    missing: advice,
  });
}
