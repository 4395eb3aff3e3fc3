import path from 'node:path';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { readJson } from '../json/index';
import { loadModel, type ModelMetadata } from '../model/index';
import { sha256 } from '../files/sha256';
import { HISTORY } from '../training/history-schema';
import type { History } from '../training/index';
import { CARD_FILES } from './card-files';
import { readCard, RELEASE_ADVICE } from './read-card';
import { classesOfCard } from './classes-of-card';
import type { ModelCard } from './model-card';

/** A released model with its card, metadata and history. */
export interface Release {
  readonly card: ModelCard;
  readonly model: tf.LayersModel;
  readonly metadata: ModelMetadata;
  /** The training history, epoch by epoch. */
  readonly history: History;
}

/**
 * Loads a released model, its card and its history, and checks that they belong together: an
 * interrupted release leaves the new model beside the old card.
 *
 * @param folder a folder written by `exportRelease`
 * @throws ExpectationError naming the file and the place in it if one is missing, damaged or of
 *   another release
 * @example const { model, card } = await loadRelease('models/emotion');
 */
export async function loadRelease(folder: string): Promise<Release> {
  const card = await readCard(folder);
  const history = await readHistory(folder, card);
  const { model, metadata } = await loadModel(folder);
  const agreements: [string, unknown, unknown][] = [
    [`the weights in ${folder}`, card.model.weightsSha256, metadata.weightsSha256],
    [`the parameters of the model in ${folder}`, card.model.parameters, model.countParams()],
    [`the temperature of the model in ${folder}`, card.temperature.value, metadata.temperature],
    [`the labels of the model in ${folder}`, classesOfCard(card).join(', '), metadata.labels.join(', ')],
  ];
  const wrong = agreements.find(([, inCard, inModel]) => inCard !== inModel);
  if (!wrong) return { card, model, metadata, history };
  model.dispose();
  const [what, inCard, inModel] = wrong;
  throw expectation(what, {
    expectation: `those of its card (${String(inCard)})`,
    found: inModel,
    advice: RELEASE_ADVICE,
  });
}

/** SHA-256 (hex) of a history as compact JSON. */
export function historySha256(history: History): string {
  return sha256(JSON.stringify(history));
}

async function readHistory(folder: string, { training, historySha256: sum }: ModelCard): Promise<History> {
  const file = path.join(folder, CARD_FILES.history);
  const history = await readJson(file, HISTORY, {
    what: "a released model's history",
    advice: RELEASE_ADVICE,
    missing: RELEASE_ADVICE,
  });
  const found = historySha256(history);
  const differs = sum !== undefined && sum !== found;
  if (!differs && history.length === training.epochs) return history;
  throw expectation(file, {
    expectation: differs
      ? `the history of its card, with SHA-256 ${sum}`
      : `the history of the ${training.epochs} epochs of its card`,
    found: differs ? found : `one of ${history.length}`,
    advice: RELEASE_ADVICE,
  });
}
