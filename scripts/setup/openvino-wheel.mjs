/** What every platform needs besides: the processor's plugin has another name on each kind. */
const LIBRARIES = {
  linux: [
    'libopenvino_c.so.2641',
    'libopenvino.so.2641',
    'libopenvino_onnx_frontend.so.2641',
    'libtbb.so.12',
  ],
  mac: [
    ...['libopenvino_c.2641.dylib', 'libopenvino.2641.dylib'],
    ...['libopenvino_onnx_frontend.2641.dylib', 'libtbb.12.dylib'],
  ],
};

/**
 * OpenVINO, which models that are loaded predict with. The first library is the one that the engine
 * loads. Of the other 70 MB, which are plugins for graphics cards and readers of other formats,
 * nothing is used. Hashes from https://pypi.org/simple/openvino/.
 *
 * @satisfies {import('./wheel.mjs').Release}
 */
export const OPENVINO = {
  title: 'OpenVINO',
  cache: 'openvino',
  version: '2026.4.1',
  from: 'openvino/libs',
  wheels: {
    'linux-x64': {
      package: 'openvino',
      tag: 'manylinux_2_28_x86_64',
      sha256: '2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf',
      bytes: 59_130_756,
      libraries: [...LIBRARIES.linux, 'libopenvino_intel_cpu_plugin.so'],
    },
    'linux-arm64': {
      package: 'openvino',
      tag: 'manylinux_2_35_aarch64',
      sha256: 'bea1eb3733c34ef331adc945da0ccda5937865031139073663be84c517ffda22',
      bytes: 30_348_540,
      libraries: [...LIBRARIES.linux, 'libopenvino_arm_cpu_plugin.so'],
    },
    'darwin-arm64': {
      package: 'openvino',
      tag: 'macosx_11_0_arm64',
      sha256: 'd3740853691ae4a9003bc3417a4625d848e2cc3251af4b815c59199b38be252a',
      bytes: 33_302_114,
      libraries: [...LIBRARIES.mac, 'libopenvino_arm_cpu_plugin.so'],
    },
  },
};
