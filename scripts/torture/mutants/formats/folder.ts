import { loadDataset, type Random } from '../../../../src/lib/index';
import { mutateBytes } from '../bytes';
import type { Entry, Files, Format, Mutant } from '../format';
import { datasetAnswer } from './dataset-answer';
import { asJpeg, madeFaces } from './faces';

const EXTRA_NAMES = [
  ...[
    'Thumbs.db',
    'desktop.ini',
    'Desktop.ini',
    '.DS_Store',
    '@eaDir/1.jpg',
    '#recycle/1.jpg',
    '._1.jpg',
    'readme.txt',
  ],
  ...[
    '\u001b[2J.jpg',
    'a\nb.jpg',
    '1.JPG',
    '1.jpg.part',
    '\u202egpj.1',
    `${'x'.repeat(250)}`,
    ' .jpg',
    '__proto__',
  ],
];

const SPECIALS: readonly Entry[] = [
  { link: '.' },
  { link: '..' },
  { link: 'nowhere' },
  { link: '/dev/zero' },
  { special: 'folder' },
  { special: 'pipe' },
  new Uint8Array(0),
];

function change(original: Files, random: Random): Mutant {
  const names = Object.keys(original);
  const name = names[random.integer(names.length)];
  const folder = name.slice(0, name.lastIndexOf('/'));
  const files = { ...original };
  switch (random.integer(7)) {
    case 0: {
      const { bytes, what } = mutateBytes(files[name] as Uint8Array, random);
      return { what: `${name}: ${what}`, files: { ...files, [name]: bytes } };
    }
    case 1: {
      const entry = SPECIALS[random.integer(SPECIALS.length)];
      return { what: `${name} is ${JSON.stringify(entry)}`, files: { ...files, [name]: entry } };
    }
    case 2: {
      const extra = EXTRA_NAMES[random.integer(EXTRA_NAMES.length)];
      const place = ['', 'train/', `${folder}/`][random.integer(3)];
      const entry = random.next() < 0.7 ? Buffer.from('extra') : SPECIALS[random.integer(SPECIALS.length)];
      return {
        what: `${JSON.stringify(place + extra)} added`,
        files: { ...files, [place + extra]: entry },
      };
    }
    case 3: {
      for (const each of names) if (each.startsWith(`${folder}/`)) delete files[each];
      const isEmpty = random.next() < 0.5;
      if (isEmpty) files[folder] = { special: 'folder' };
      return { what: `${folder} ${isEmpty ? 'empty' : 'missing'}`, files };
    }
    case 4: {
      const other = ['Train', 'TEST', 'train/Happy', 'train/none', 'validation', 'train/0', 'a/train/happy'][
        random.integer(7)
      ];
      const moved = Object.entries(files).map(([path, entry]): [string, Entry] => [
        path.startsWith(`${folder}/`) ? `${other}/${path.slice(folder.length + 1)}` : path,
        entry,
      ]);
      return { what: `${folder} renamed to ${other}`, files: Object.fromEntries(moved) };
    }
    case 5: {
      const stem = ['PublicTest_x.jpg', 'im0.png', '1.png', 'Publictest_1.jpg', '1', 'PrivateTest_.jpg'][
        random.integer(6)
      ];
      const { [name]: entry, ...others } = files;
      return { what: `${name} called ${stem}`, files: { ...others, [`${folder}/${stem}`]: entry } };
    }
    default: {
      const wrapper = ['archive/', 'a/b/', '[x]/', '*?/'][random.integer(4)];
      const moved = Object.entries(files).map(([path, entry]) => [wrapper + path, entry] as const);
      return { what: `all in ${wrapper}`, files: Object.fromEntries(moved) };
    }
  }
}

/** FER-2013 as an unpacked folder. */
export const folder: Format = {
  name: 'folder',
  share: 0.7,
  async originals() {
    const files = madeFaces().map(async ({ name, pixels }) => [name, await asJpeg(pixels)] as const);
    return { tree: Object.fromEntries(await Promise.all(files)) };
  },
  mutate: (original, { random }) => change(original, random),
  async read(folder) {
    const source = { kind: 'FER-2013', path: folder } as const;
    return datasetAnswer(await loadDataset(source, { cacheFolder: `${folder}-cache`, counts: null }));
  },
};
