/** What systems, network drives, editors and downloads leave beside files. */
const LITTER = new RegExp(
  [
    // Hidden files, with them .DS_Store and the ._face.jpg that macOS writes beside face.jpg.
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
    // Streams of NTFS that a copy to another file system made files of.
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
 * Whether a file or folder of this name is none that anybody put there on purpose: `.DS_Store`, `._face.jpg`, `__MACOSX`,
 * `Thumbs.db`, `desktop.ini`, `@eaDir`, `#recycle`, `~$notes`, half a download; in any spelling.
 *
 * @example const files = names.filter((name) => !isMetadataFile(name));
 */
export function isMetadataFile(name: string): boolean {
  return LITTER.test(name);
}
