/** A resampling kernel: how much a pixel counts by its distance from the sampled position. */
export interface Kernel {
  /** The weight is 0 from this distance on. */
  readonly radius: number;
  weight(distance: number): number;
}

/**
 * Resampling kernels. `cubic` is Keys' convolution (1981), https://doi.org/10.1109/TASSP.1981.1163711,
 * with slope -0.5, as in Pillow; `linear` is faster and softer.
 */
export const KERNELS = {
  linear: { radius: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  cubic: {
    radius: 2,
    weight: (distance) => {
      const t = Math.abs(distance);
      if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
      return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
    },
  },
} as const satisfies Record<string, Kernel>;
