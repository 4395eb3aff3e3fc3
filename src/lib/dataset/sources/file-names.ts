/** Whether a file has the extension of a CSV. */
export const isCsvName = (name: string) => /\.csv$/i.test(name);

/** Whether a file has the extension of a supported archive. */
export const isArchiveName = (name: string) => /\.(?:zip|tar|tgz|gz)$/i.test(name);

/**
 * Whether a file or folder has a usual name of FER-2013, with or without what browsers and file
 * managers add.
 *
 * @example isFer2013Name('archive (1).zip') // true
 */
export const isFer2013Name = (name: string) =>
  /fer[\s_-]*2013|icml[\s_-]*face|^archive\b|facial-expression-recognition|face-expression-recognition|emotion-detection-fer/i.test(
    name,
  );

/** Whether a file has the extension of an image. */
export const isImageName = (name: string) =>
  /\.(?:jpe?g|jfif|png|webp|gif|tiff?|avif|bmp|heic|svg)$/i.test(name);
