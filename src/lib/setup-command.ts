import path from 'node:path';

/** Whether the library runs as a package that another project has installed. */
const isPackage = __dirname.split(path.sep).includes('node_modules');

/** The command that fetches what the library needs beside npm's packages, for advice in errors. */
export const SETUP_COMMAND = isPackage ? '`npx emotion-notebooks setup`' : '`npm run setup`';
