/** Names of files that operating systems, network drives, editors and downloads create. */
const METADATA_NAMES = new RegExp(
  [
    // Hidden files, including .DS_Store and the ._face.jpg that macOS writes beside face.jpg.
    /^\./,
    /^__macosx$/,
    /^icon\r$/,
    /^(?:eh)?thumbs(?:_vista)?\.db/,
    /^desktop\.ini$/,
    /^\$recycle\.bin$/,
    /^recycler$/,
    /^system volume information$/,
    /^lost\+found$/,
    // Synology's and QNAP's folders.
    /^@(?:eadir|tmp|recycle|recently-snapshot|sharebin|__thumb)$/,
    /^#(?:recycle|snapshot)$/,
    /^~snapshot$/,
    /@syno(?:eastream|resource)$/,
    // NTFS streams that a copy to another file system turned into files.
    /:(?:encryptable|zone\.identifier|afp_\w+|com\.apple\..*)(?::\$data)?$/,
    /^~\$/,
    /~$/,
    /\.(?:tmp|temp|part|partial|crdownload|bak|swp|lnk|url|lock)$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/**
 * Whether a file or folder was created by a system or a program rather than by the user:
 * `.DS_Store`, `._face.jpg`, `__MACOSX`, `Thumbs.db`, `desktop.ini`, `@eaDir`, `#recycle`,
 * `~$notes`, a partial download. Case does not matter.
 *
 * @example const files = names.filter((name) => !isMetadataFile(name));
 */
export function isMetadataFile(name: string): boolean {
  return METADATA_NAMES.test(name);
}
