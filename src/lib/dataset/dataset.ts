/** Height and width of every image, in pixels. */
export const IMAGE_SIZE = 48;

/** Bytes of one image: 48 rows of 48 gray values. */
export const IMAGE_BYTES = IMAGE_SIZE * IMAGE_SIZE;

/**
 * The three splits of FER-2013. The original workflow's "validation" is both tests together (7,178
 * images); papers choose their checkpoint on publicTest and report privateTest.
 */
export const SPLITS = ['train', 'publicTest', 'privateTest'] as const;

/** The name of one of the three splits. */
export type Split = (typeof SPLITS)[number];

/**
 * Whose labels a data set has: its own, or those of the ten people who voted on each image for
 * FER+.
 */
export const LABEL_SOURCES = ['own', 'crowd'] as const;

/** One of the {@link LABEL_SOURCES}. */
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** Where a data set's images and labels came from. */
export interface DatasetSource {
  /**
   * FER-2013's photographs, faces drawn by this project, or any other images in folders named by
   * class. A score says which wherever it is shown.
   */
  readonly kind: 'FER-2013' | 'drawn faces' | 'own images';
  /** The form of the source at that path; `tar` includes any gzip file. */
  readonly form: 'zip' | 'tar' | 'folder' | 'csv';
  /** The path of the archive, folder or CSV. */
  readonly path: string;
  /**
   * SHA-256 (hex) of the labels, splits and pixels, whatever their order, and of the classes of own
   * images: the same for every form of the source if the pixels agree.
   */
  readonly fingerprint: string;
  /** Scores on labels of different people are not comparable. */
  readonly labeledBy: LabelSource;
  /**
   * The splits that own images lacked, which were taken from those in train, and the seed that
   * determined which images these are; absent if the images came with all splits.
   */
  readonly fromTrain?: { readonly splits: readonly Split[]; readonly seed: number };
}

/**
 * Gray 48x48 images in memory with their labels, splits and names; element i of every array belongs
 * to image i.
 */
export interface Dataset {
  /** `[n * 48 * 48]` gray values 0 (black) to 255 (white), image after image, row after row. */
  readonly images: Uint8Array;
  /** The classes' names, in the order of the labels: `EMOTIONS` but for own images. */
  readonly classes: readonly string[];
  /** `[n]` indices into `classes`. */
  readonly labels: Uint8Array;
  /** `[n]` the split of each image. */
  readonly splits: readonly Split[];
  /** `[n]` the file's path inside its source, or `row 17` for a CSV (the header is row 1). */
  readonly names: readonly string[];
  /**
   * `[n * 10]` how many of FER+'s annotators gave each of the `ANSWERS`, image after image; zeros for
   * an image that has no votes. Absent if none were loaded.
   */
  readonly votes?: Uint8Array;
  readonly source: DatasetSource;
}
