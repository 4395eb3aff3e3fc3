'use strict';
// Loads OpenVINO's C library in a process of its own, and prints its version or why it does not
// load, as JSON: check-openvino.cjs <library>
const koffi = require('koffi');

try {
  const library = koffi.load(process.argv[2]);
  const version = koffi.struct({ buildNumber: 'str', description: 'str' });
  const read = library.func('ov_get_openvino_version', 'int', [koffi.out(koffi.pointer(version))]);
  /** @type {{ buildNumber?: string }} */
  const found = {};
  if (read(found) !== 0) throw new Error('it does not say its version');
  console.log(JSON.stringify({ version: found.buildNumber }));
} catch (error) {
  console.log(JSON.stringify({ reason: error instanceof Error ? error.message : String(error) }));
}
