/**
 * Where to write what is renamed to a file once it is whole: a hidden name in the same folder that says which process
 * writes, so that {@link removeAbandonedFiles} knows whether anybody still does. No two calls give the same.
 *
 * @example temporaryName('runs/history.json'); // 'runs/.history.json.3f0c19aa-91ab07d2-4711-129096-5c0e….tmp'
 */
export declare function temporaryName(file: string): string;

/**
 * Deletes the temporary files and folders whose writer was killed. Those of another machine, where nobody here can look, and
 * those of earlier versions, which named no writer, count as abandoned when they are a day old.
 *
 * @returns the paths that were deleted; none where the folder can't be listed
 * @example removeAbandonedFiles('.cache');
 */
export declare function removeAbandonedFiles(folder: string): string[];

/**
 * Makes a folder among the system's temporary files, for this user alone. Remove it when its moment is over; where the
 * process is killed before, another one that makes such a folder does.
 *
 * @param name says what it is for
 * @throws what the file system throws where none can be made
 * @example
 * const folder = makeTemporaryFolder('release');
 * try { … } finally { rmSync(folder, { recursive: true }); }
 */
export declare function makeTemporaryFolder(name: string): string;
