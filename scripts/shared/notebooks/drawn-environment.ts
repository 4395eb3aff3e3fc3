/** What notebooks run on in a test: always the same, small and offline, whatever the environment says. */
export const DRAWN_ENVIRONMENT = {
  ...{ FER2013: 'drawn', RUN_SIZE: 'quick', EPOCHS: '2', DATASET: '' },
  ...{ BATCH_SIZE: '', SEED: '', ARCHITECTURE: '', MODEL: '', PHOTOS: '', FERPLUS: '', LABELS: '' },
};
