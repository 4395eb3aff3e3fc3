'use strict';

/** @typedef {import('./module-loader.cjs').EmittedModule} EmittedModule */

/**
 * Remembers which modules a receiver has got. The returned function gives it all modules if one of
 * them is new, or else none: an unchanged module may import one that has changed.
 */
function createNewModules() {
  /**
   * JavaScript by path.
   *
   * @type {Map<string, string>}
   */
  const received = new Map();

  /**
   * @param {EmittedModule[]} modules
   * @returns {EmittedModule[]}
   */
  return (modules) => {
    if (modules.every(({ path, data }) => received.get(path) === data)) return [];
    for (const { path, data } of modules) received.set(path, data);
    return modules;
  };
}

module.exports = { createNewModules };
