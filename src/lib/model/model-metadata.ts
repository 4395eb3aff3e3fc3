/** Metadata of a saved model, stored in its model.json as `userDefinedMetadata`. */
export interface ModelMetadata {
  /** The names of the classes in the order of the outputs. */
  labels: readonly string[];
  /** Describes the model's input. */
  input: string;
  /** Versions of node, tfjs and TensorFlow that wrote the model. */
  versions: Record<string, string>;
  /** SHA-256 (hex) of the weights' bytes. */
  weightsSha256: string;
  /** SHA-256 (hex) of everything else in model.json; missing in models of older versions. */
  contentSha256?: string;
  /**
   * Metadata from the caller of saveModel: metrics with their splits, the data's fingerprint, the
   * run's settings.
   */
  [key: string]: unknown;
}
