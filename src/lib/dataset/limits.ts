/**
 * Upper limits on what is read, so that no file can exhaust memory: a process with TensorFlow stays
 * under a gigabyte with any input. FER-2013 itself has 35,887 images: 62 MB as an archive, 301 MB
 * as a CSV.
 */
export const LIMITS = {
  /** Bytes of an archive or CSV, and of what an archive unpacks to as a stream. */
  source: 2 ** 30,
  /**
   * Bytes of an archive inside an archive, and of the images of a tar: these are held in memory.
   */
  inMemory: 2 ** 28,
  /** Bytes of one encoded image: 25 megapixels in colour take 75 million uncompressed. */
  imageFile: 80_000_000,
  /** Bytes of encoded images held at once while a data set is decoded. */
  batch: 2 ** 25,
  /** Pixels of an image, unless the caller of `decodeImage()` asks for more. */
  pixels: 25_000_000,
  /** Pixels of a photograph in which faces are looked for: telephones take 50 megapixels. */
  photographPixels: 60_000_000,
  /** Images of a data set. */
  images: 100_000,
  /** Files and folders of an archive or of one folder. */
  entries: 300_000,
  /** Levels of archives nested inside one another. */
  depth: 3,
} as const;
