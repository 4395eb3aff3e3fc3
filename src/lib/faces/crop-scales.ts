import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { predict } from '../evaluation/predict';
import { predictedLabels } from '../evaluation/predicted-labels';
import { wilsonInterval } from '../evaluation/wilson-interval';
import { classesOf } from '../model/classes-of';
import { cropFaces } from './crop-faces';
import type { FaceInScene } from './faces-in-scenes';

/** How good a model is on crops of one size. */
export interface CropScaleScore {
  /** The crop's side, in sides of FER-2013's cut. */
  readonly scale: number;
  /** The number of faces. */
  readonly n: number;
  /** The share of them that are classified correctly, 0 to 1. */
  readonly accuracy: number;
  /** Its 95 % Wilson interval. */
  readonly interval: { readonly low: number; readonly high: number };
}

/**
 * Cuts faces tighter and looser than FER-2013 does, and measures what that costs in accuracy.
 *
 * @param faces from `findFacesInScenes`
 * @param scales the sides of the crops, in sides of FER-2013's cut
 * @throws ExpectationError when there are no faces
 * @example await showFigure(cropScaleCurve(await scoreCropScales(model, found, [0.8, 1, 1.5])));
 */
export async function scoreCropScales(
  model: tf.LayersModel,
  faces: readonly FaceInScene[],
  scales: readonly number[],
): Promise<CropScaleScore[]> {
  const n = faces.length;
  if (n === 0) throw expectation('faces', { expectation: 'at least one', found: 0 });
  const scores: CropScaleScore[] = [];
  for (const scale of scales) {
    const predicted = predictedLabels(await predict(model, cropFaces(faces, { scale })), {
      classes: classesOf(model),
    });
    const correct = faces.filter(({ label }, i) => label === predicted[i]).length;
    scores.push({ scale, n, accuracy: correct / n, interval: wilsonInterval(correct, n) });
  }
  return scores;
}
