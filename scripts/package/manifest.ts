/** The project's package.json, as far as the package's is made of it. */
export interface ProjectManifest {
  name: string;
  version: string;
  license: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** Small packages that reading images and data sets needs, OpenVINO, and set-up: headers for a binding. */
const DEPENDENCIES = ['csv-parse', 'koffi', 'node-api-headers', 'sharp', 'tar', 'yauzl'];

/**
 * Installed by whoever needs them: tfjs-node, whose install script needs more of the network than npm's
 * registry, by set-up; then what figures, the kernel and videos need. `exact`: their insides are used.
 */
const PEERS = {
  exact: ['@tensorflow/tfjs-node', 'nodeplotlib', 'tslab', 'mediabunny', 'node-webcodecs'],
  compatible: ['@napi-rs/canvas', 'jsdom', 'plotly.js-dist-min'],
};

/** The imports and their files without extension. */
const ENTRIES = { '.': 'emotion', './engine': 'engine', './notebook': 'notebook' };

/**
 * The package's package.json. The project's own is that of an application: everything in it is
 * installed, with other versions of indirect dependencies than asked for.
 *
 * @throws if the project does not have one of the package's dependencies
 */
export function packageManifest(project: ProjectManifest): object {
  const versions = { ...project.devDependencies, ...project.dependencies, ...project.optionalDependencies };
  const versionOf = (name: string): string => {
    if (versions[name] === undefined) throw new Error(`Expected package.json to have ${name}.`);
    return versions[name];
  };
  const listed = (names: string[], prefix = ''): [string, string][] =>
    names.map((name) => [name, `${prefix}${versionOf(name)}`]);
  const peers = [...listed(PEERS.exact), ...listed(PEERS.compatible, '^')].sort();
  const entries = Object.entries(ENTRIES).map(([name, stem]) => [name, `src/package/${stem}`]);
  return {
    name: project.name,
    version: project.version,
    // Against publishing by mistake; a packed file installs all the same.
    private: true,
    description: 'Emotions of faces in photographs, and fast training for tfjs-node',
    license: project.license,
    engines: project.engines,
    // CommonJS, which `import` reads too: so all of a program shares one copy, however it is imported.
    exports: {
      ...Object.fromEntries(entries.map(([name, file]) => [name, entryOf(file)])),
      './package.json': './package.json',
    },
    // For tools that know no exports, such as the notebooks' kernel.
    types: 'src/package/emotion.d.ts',
    typesVersions: {
      '*': Object.fromEntries(
        entries.slice(1).map(([name, file]) => [name.replace('./', ''), [`${file}.d.ts`]]),
      ),
    },
    bin: { [project.name]: 'scripts/setup/package/main.mjs' },
    dependencies: Object.fromEntries(listed(DEPENDENCIES)),
    peerDependencies: Object.fromEntries(peers),
    peerDependenciesMeta: Object.fromEntries(peers.map(([name]) => [name, { optional: true }])),
  };
}

const entryOf = (file: string) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });
