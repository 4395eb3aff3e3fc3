/**
 * Makes a folder and those that it lies in; one that is there already is fine.
 *
 * @throws what the file system throws: `EROFS` also where Node's own `mkdirSync` speaks of `ENOENT`
 * @example makeFolderSync('models/runs/mine');
 */
export declare function makeFolderSync(folder: string): void;
