/** Faces per split and emotion in the inputs of the killed programs. */
export const COUNTS = {
  train: [6, 6, 6, 6, 6, 6, 6],
  publicTest: [4, 4, 4, 4, 4, 4, 4],
  privateTest: [2, 2, 2, 2, 2, 2, 2],
};

/** The seed of those faces. */
export const FACES_SEED = 3;
