/** What travels with a saved model, in its model.json's `userDefinedMetadata`. */
export interface ModelMetadata {
  /** The emotions in the order of the outputs. */
  labels: readonly string[];
  /** What the model takes, in words. */
  input: string;
  /** What wrote the model: node, tfjs and TensorFlow. */
  versions: Record<string, string>;
  /** SHA-256 (hex) of the weights' bytes. */
  weightsSha256: string;
  /** SHA-256 (hex) of everything else in model.json; models of older versions have none. */
  contentSha256?: string;
  /** What the caller of saveModel added: metrics with their splits, the data's fingerprint, the run's settings. */
  [key: string]: unknown;
}
