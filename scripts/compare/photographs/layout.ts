/** The sizes of the photographs, in pixels. */
export const PICTURE_SIZES = [
  { width: 640, height: 480 },
  { width: 1280, height: 960 },
] as const;

/**
 * The sides of FER-2013's images in them, in pixels, each as often: from across the room to close
 * by. The detectors' boxes are smaller, by a sixth and more.
 */
export const FACE_SIZES = [64, 96, 144, 216] as const;

/** How many photographs of so many show an empty room: a fifth. */
export const emptyOf = (photographs: number): number => Math.round(photographs / 5);

/** Determines the rooms, the places and which images are hidden. */
export const SEED = 1;
