import type { Dataset } from '../../src/lib/dataset/dataset';
import { EMOTIONS } from '../../src/lib/emotions';
import { classificationReport, confusionMatrix, scoreSplits } from '../../src/lib/evaluation/index';
import type { RunEvaluation } from '../../src/lib/run/index';

/**
 * What notebook 6 would write of a model that tells all of fourteen test images right but the last.
 */
export function madeEvaluation({
  data = 'drawn faces',
  fingerprint = 'abc',
}: Partial<Pick<RunEvaluation, 'data' | 'fingerprint'>> = {}): RunEvaluation {
  const labels = Uint8Array.from({ length: 14 }, (_, i) => i % EMOTIONS.length);
  const predicted = labels.map((label, i) => (i === 13 ? 0 : label));
  const probabilities = Float32Array.from({ length: 14 * EMOTIONS.length }, (_, i) =>
    predicted[Math.floor(i / EMOTIONS.length)] === i % EMOTIONS.length ? 1 : 0,
  );
  const tests: Dataset = {
    classes: EMOTIONS,
    images: new Uint8Array(14 * 2304),
    labels,
    splits: Array.from(labels, (_, i) => (i < 7 ? 'publicTest' : 'privateTest')),
    names: Array.from(labels, (_, i) => `${i}`),
    source: { kind: data, form: 'folder', path: '', fingerprint, labeledBy: 'own' },
  };
  const scores = scoreSplits(tests, probabilities, { chosenOn: 'publicTest' });
  return {
    ...{ data, fingerprint, scores, flipScores: scores },
    confusion: confusionMatrix(labels, predicted),
    report: classificationReport(labels, predicted),
  };
}
