'use strict';
// tfjs-node 4.22.0 calls util.isNullOrUndefined and util.isArray, which Node 23 removed
// (https://github.com/tensorflow/tfjs/issues/8609). Loading this file before tfjs-node puts back what is missing.
// CommonJS, because plain Node loads it too: the notebook kernel does so before any cell.
const util = require('node:util');

util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
