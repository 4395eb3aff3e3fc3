/**
 * Makes a folder and its parents. An existing folder is fine.
 *
 * @throws what the file system throws: `EROFS` also where Node's own `mkdirSync` reports `ENOENT`
 * @example makeFolderSync('models/runs/mine');
 */
export declare function makeFolderSync(folder: string): void;
