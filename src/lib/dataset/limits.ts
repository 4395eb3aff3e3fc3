/**
 * What is read at most, so that no file can fill the memory: a process with TensorFlow and any input stays under a gigabyte.
 * FER-2013 itself has 35,887 pictures in 62 MB as an archive, in 301 MB as a CSV.
 */
export const LIMITS = {
  /** Bytes of an archive or CSV, and of what an archive unpacks to when it is read as a stream. */
  source: 2 ** 30,
  /** Bytes of an archive inside an archive, and of a tar's pictures: these are held in memory. */
  inMemory: 2 ** 28,
  /** Bytes of one encoded picture: 25 megapixels in colour, not compressed, are 75 million. */
  picture: 80_000_000,
  /** Bytes of encoded pictures held at once while a data set is decoded. */
  batch: 2 ** 25,
  /** Pixels of a picture, unless the caller of `decodeImage()` asks for more. */
  pixels: 25_000_000,
  /** Images of a data set. */
  images: 100_000,
  /** Files and folders of an archive or of one folder. */
  entries: 300_000,
  /** Archives inside one another. */
  depth: 3,
} as const;
