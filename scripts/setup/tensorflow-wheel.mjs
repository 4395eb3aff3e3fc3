/**
 * TensorFlow: the same version for every platform. Only the C library and its headers are used.
 * Hashes from https://pypi.org/simple/tensorflow/ and …/tensorflow-cpu/.
 *
 * @satisfies {import('./wheel.mjs').Release}
 */
export const TENSORFLOW = {
  title: 'TensorFlow',
  cache: 'tensorflow',
  version: '2.21.0',
  from: 'tensorflow',
  wheels: {
    'linux-x64': {
      package: 'tensorflow-cpu',
      tag: 'manylinux_2_27_x86_64',
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      bytes: 273_829_956,
      libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    },
    'linux-arm64': {
      package: 'tensorflow',
      tag: 'manylinux_2_27_aarch64',
      sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
      bytes: 281_828_020,
      libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    },
    'darwin-arm64': {
      package: 'tensorflow',
      tag: 'macosx_12_0_arm64',
      sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
      bytes: 223_405_849,
      libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    },
  },
};
