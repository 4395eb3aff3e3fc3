/** What each network is built with. */
export interface NetworkOptions {
  /** Seed of the kernels. */
  seed: number;
  /** Dropout rate, from 0 to below 1; by default the network's own. */
  dropout?: number;
  /** How many classes it tells apart. */
  classes: number;
}
