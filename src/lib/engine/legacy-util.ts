import util from 'node:util';

/**
 * tfjs-node 4.22.0 calls `util.isNullOrUndefined` and `util.isArray`, which Node 23 removed
 * (https://github.com/tensorflow/tfjs/issues/8609). Importing this file before tfjs-node puts back what is missing.
 */
const legacy = util as unknown as Record<string, unknown>;
legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
legacy.isArray ??= Array.isArray;
