// The rules of CONTRIBUTING.md's table "Where things are": which folder may import which. `npm test
// -- dependencies` checks them.

/**
 * The rooms of src/lib, the top one first: arrows point down. Below them all lies the ground floor.
 */
const ROOMS = {
  exercises: ['training', 'evaluation', 'model', 'dataset', 'engine'],
  release: ['run', 'training', 'evaluation', 'model', 'dataset', 'engine', 'plots'],
  run: ['training', 'evaluation', 'model', 'dataset', 'engine', 'plots'],
  training: ['model', 'dataset', 'engine'],
  analysis: ['release', 'faces', 'video', 'plots', 'evaluation', 'model', 'dataset', 'engine'],
  faces: ['evaluation', 'model', 'dataset', 'engine'],
  video: ['dataset'],
  plots: ['evaluation', 'dataset', 'statistics'],
  evaluation: ['model', 'dataset', 'engine'],
  model: ['dataset', 'engine'],
  statistics: ['engine'],
  dataset: ['engine'],
  engine: [],
};

/** What every room may use. */
const GROUND =
  '^src/lib/(classes|errors|emotions|escape-html|format|format-time|library-path|live-line|markdown-table|open-window|printable|quantile|random|setup-command|files/|json/|processes/)';

/** Rooms within a room: the upper one first, with what of it lies below. */
const FLOORS = {
  'src/lib/engine/native': [],
  'src/lib/engine/kernels': ['native'],
  'src/lib/engine/onnx': [],
  'src/lib/engine/openvino': ['native', 'kernels', 'onnx'],
  'src/lib/engine/graph': ['native', 'kernels', 'openvino'],
  'src/lib/engine/optimizers': ['native', 'kernels', 'graph'],
  'src/lib/dataset/decode': [],
  'src/lib/dataset/augment': [],
  'src/lib/dataset/sources': ['decode'],
  'src/lib/dataset/synthetic': ['decode', 'sources'],
  'src/lib/dataset/votes': ['sources'],
};

const downwards = Object.entries(ROOMS).map(([room, below]) => ({
  name: `${room}-looks-down`,
  comment: `src/lib/${room} uses ${[...below, 'the ground floor'].join(', ')} and nothing else of src/lib.`,
  severity: 'error',
  from: { path: `^src/lib/${room}/` },
  to: { path: '^src/lib/', pathNot: [GROUND, ...[room, ...below].map((name) => `^src/lib/${name}/`)] },
}));

const floors = Object.entries(FLOORS).map(([folder, below]) => {
  const parent = folder.slice(0, folder.lastIndexOf('/'));
  return {
    name: `${folder.slice('src/lib/'.length)}-looks-down`,
    comment: `${folder} uses ${below.join(', ') || 'no other folder'} of ${parent}.`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: {
      path: `^${parent}/[^/]+/`,
      pathNot: [folder, ...below.map((name) => `${parent}/${name}`)].map((name) => `^${name}/`),
    },
  };
});

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...downwards,
    ...floors,
    {
      name: 'ground-floor',
      comment: 'The ground floor knows nothing of the rooms above it.',
      severity: 'error',
      from: { path: GROUND },
      to: { path: '^src/lib/', pathNot: GROUND },
    },
    {
      name: 'plots-take-types',
      comment: "Figures are made of numbers: plots uses evaluation's types alone.",
      severity: 'error',
      from: { path: '^src/lib/plots/' },
      to: { path: '^src/lib/evaluation/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-door-to-tensorflow',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/engine/tensorflow[.]ts$' },
      to: { path: '^node_modules/@tensorflow/' },
    },
    {
      name: 'the-page-has-its-own-door',
      comment: 'scripts/shared/web puts it in place of the one above.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/tensorflow[.]ts$' },
      to: { path: '^node_modules/@tensorflow/' },
    },
    {
      name: 'package-over-indexes',
      comment: 'The entries of the npm package list public names, by the indexes.',
      severity: 'error',
      from: { path: '^src/package/' },
      to: {
        path: '^src/lib/',
        pathNot: ['^src/lib/(errors|emotions)[.]ts$', '^src/lib/index[.]ts$', '^src/lib/[^/]+/index[.]ts$'],
      },
    },
    {
      name: 'nobody-uses-package',
      severity: 'error',
      from: { path: '^(src/lib|scripts|web)/' },
      to: { path: '^src/package/' },
    },
    {
      name: 'library-alone',
      comment: 'The library uses neither scripts nor tests nor the page.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|test|web)/' },
    },
    {
      name: 'page-without-node',
      comment: 'The page uses the library, by its files: the indexes load what only Node has.',
      severity: 'error',
      from: { path: '^web/' },
      to: { pathNot: ['^web/', '^src/lib/.*(?<!/index[.]ts)$', '^node_modules/@tensorflow/', '^bundled:'] },
    },
    {
      name: 'public-index',
      comment:
        'Scripts use the library by the names that an index makes public. Those that attack it may reach inside, and ' +
        'those that have to do without TensorFlow, which the indexes load.',
      severity: 'error',
      from: {
        path: '^scripts/',
        pathNot: '^scripts/(fuzz|torture|bench/node-contender/zoo|start|data|shared/web|shared/site)/',
      },
      to: {
        path: '^src/lib/',
        // The library's .cjs files are plain JavaScript so that set-up and the kernel can use them.
        pathNot: [GROUND, '[.]cjs$', '^src/lib/index[.]ts$', '^src/lib/[^/]+/index[.]ts$'],
      },
    },
    {
      name: 'commands-alone',
      comment:
        "No command uses another one's insides: what two of them need is in scripts/shared. Only the one that attacks " +
        'them may.',
      severity: 'error',
      from: { path: '^scripts/([^/]+)/', pathNot: '^scripts/(shared|torture)/' },
      to: { path: '^scripts/[^/]+/', pathNot: ['^scripts/$1/', '^scripts/(shared|setup)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
