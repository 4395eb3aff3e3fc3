'use strict';
// tfjs-node 4.22.0 calls util.isNullOrUndefined and util.isArray, which Node 23 removed
// (https://github.com/tensorflow/tfjs/issues/8609). Load this file before tfjs-node to restore
// them. CommonJS, because the notebook kernel loads it in plain Node, before any cell.
/** @type {typeof import('node:util') & { isNullOrUndefined?: (value: unknown) => boolean }} */
const util = require('node:util');

util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
