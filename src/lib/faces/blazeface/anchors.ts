/** Pixels of the detector's square input. */
export const INPUT_SIZE = 256;

/** The detector's two grids: the distance of their cells in pixels, and the boxes of each cell. */
const GRIDS = [
  { stride: 16, boxes: 2 },
  { stride: 32, boxes: 6 },
];

/**
 * The centres from which BlazeFace's 896 boxes are measured, in pixels of its input: `[896 * 2]`, x
 * and y, the finer grid first. Source: Bazarevsky et al. (2019), https://arxiv.org/abs/1907.05047,
 * and MediaPipe's `SsdAnchorsCalculator`.
 */
export const ANCHORS: Float32Array = Float32Array.from(
  GRIDS.flatMap(({ stride, boxes }) => {
    const cells = INPUT_SIZE / stride;
    return Array.from({ length: cells * cells * boxes }, (_, i) => {
      const cell = Math.floor(i / boxes);
      return [((cell % cells) + 0.5) * stride, (Math.floor(cell / cells) + 0.5) * stride];
    }).flat();
  }),
);
