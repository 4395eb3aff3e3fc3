/**
 * Where to write a file before it is renamed into place: a hidden name in the same folder that says which
 * process is writing, so that {@link removeAbandonedFiles} can tell whether it still does. Every call
 * returns another name.
 *
 * @example temporaryName('runs/history.json'); // 'runs/.history.json.3f0c19aa-91ab07d2-4711-129096-5c0e….tmp'
 */
export declare function temporaryName(file: string): string;

/**
 * Deletes temporary files and folders whose writer was killed. Those of another machine, and those of
 * earlier versions, which did not name the writer, count as abandoned after a day.
 *
 * @returns the paths that were deleted; none if the folder can't be listed
 * @example removeAbandonedFiles('.cache');
 */
export declare function removeAbandonedFiles(folder: string): string[];

/**
 * Makes a folder in the system's temporary folder that only this user can read. Remove it after use. If
 * the process is killed before that, the next process that calls this function removes it.
 *
 * @param name says what the folder is for
 * @throws what the file system throws if it can't be made
 * @example
 * const folder = makeTemporaryFolder('release');
 * try { … } finally { rmSync(folder, { recursive: true }); }
 */
export declare function makeTemporaryFolder(name: string): string;
