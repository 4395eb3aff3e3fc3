/** Import this file before tfjs-node: it restores the util functions that Node 23 removed. */
import './legacy-functions.cjs';
