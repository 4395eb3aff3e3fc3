// Plain JavaScript, since set-up reads it before any package is installed.

/**
 * The face detector's files and the npm package that they come from.
 */
exports.FACE_DETECTOR = {
  package: '@vladmandic/human',
  version: '3.3.6',
  /** The package's hash in the registry. */
  integrity:
    'sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==',
  /** In the package's folder `models`. */
  files: [
    {
      name: 'blazeface.json',
      sha256: 'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
      bytes: 79_038,
    },
    {
      name: 'blazeface.bin',
      sha256: 'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
      bytes: 538_928,
    },
  ],
};
