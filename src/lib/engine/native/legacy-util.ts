/** Importing this file before tfjs-node gives Node 23 and later back the util functions that it needs. */
import './legacy-functions.cjs';
