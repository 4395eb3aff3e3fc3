// requirements.txt is made by `npm run requirements` from requirements.in: what of that can be seen
// without a network.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { python } from '../../scripts/shared/environment.mjs';

interface Pin {
  name: string;
  version: string;
  marker: string;
  hashes: string[];
  /** The packages and files that ask for it. */
  via: string[];
}

/**
 * PyPI's spelling of a name,
 * https://packaging.python.org/en/latest/specifications/name-normalization/.
 */
const normalize = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-');

function readPins(file: string): Pin[] {
  const blocks = readFileSync(file, 'utf8').split(/\n(?=[a-z0-9])/i);
  return blocks
    .filter((block) => !block.startsWith('#'))
    .map((block) => {
      const [, name, version, marker = ''] = /^(\S+?)==([^\s;]+)(?: ; (.*?))? \\\n/.exec(block) ?? [];
      const via = Array.from(block.matchAll(/^ +# +(?:via )?(?!via$)(.+)$/gm), ([, from]) => from);
      const hashes = Array.from(
        block.matchAll(/^ +--hash=(sha256:[0-9a-f]{64})(?: \\)?$/gm),
        ([, hash]) => hash,
      );
      return { name, version, marker, via, hashes };
    });
}

const readWishes = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) =>
      /^([^=]+)==([^;]+)/
        .exec(line)!
        .slice(1)
        .map((part) => part.trim()),
    );

/** Where there are requirements, and the fewest packages that are asked for and that it takes. */
const PLACES = [
  { folder: '.', least: { asked: 6, pinned: 30 } },
  { folder: 'scripts/bench', least: { asked: 6, pinned: 30 } },
  { folder: 'scripts/bench/pytorch-contender', least: { asked: 1, pinned: 10 } },
  { folder: 'scripts/bench/onnxruntime-contender', least: { asked: 2, pinned: 3 } },
  { folder: 'scripts/bench/openvino-contender', least: { asked: 2, pinned: 3 } },
  { folder: 'scripts/export', least: { asked: 5, pinned: 5 } },
  { folder: 'scripts/compare', least: { asked: 2, pinned: 2 } },
];

for (const { folder, least } of PLACES) {
  const from = path.posix.join(folder, 'requirements.in');
  const to = path.posix.join(folder, 'requirements.txt');

  describe(to, () => {
    const pins = readPins(to);
    const names = new Set(pins.map(({ name }) => name));

    it('has one version and hashes of every package', () => {
      assert.ok(pins.length >= least.pinned);
      for (const { name, version, hashes } of pins) {
        assert.match(`${name}==${version}`, /^[a-z0-9-]+==[0-9][0-9a-z.+]*$/);
        assert.ok(hashes.length > 0, name);
      }
    });

    it(`has what ${from} asks for, and says so`, () => {
      const asked = readWishes(from);
      assert.ok(asked.length >= least.asked);
      for (const [name, version] of asked) {
        const found = pins.filter((pin) => pin.name === normalize(name));
        assert.deepEqual([...new Set(found.map((pin) => pin.version))], [version], name);
      }
      const saying = pins.filter(({ via }) => via.includes(`-r ${from}`)).map(({ name }) => name);
      assert.deepEqual(
        [...new Set(saying)].sort(),
        [...new Set(asked.map(([name]) => normalize(name)))].sort(),
      );
    });

    it('has nothing else than what is asked for by something in it', () => {
      for (const { name, via } of pins) {
        assert.ok(via.length > 0, name);
        for (const asking of via)
          assert.ok(asking === `-r ${from}` || names.has(asking), `${name}: ${asking}`);
      }
    });

    it('pins a package twice only for different Pythons or systems', () => {
      for (const name of names) {
        const markers = pins.filter((pin) => pin.name === name).map(({ marker }) => marker);
        if (markers.length === 1) continue;
        assert.ok(!markers.includes(''), name);
        assert.equal(new Set(markers).size, markers.length, name);
      }
    });
  });
}

describe("The project's Python environment", () => {
  interface Found {
    installed: Record<string, string>;
    asked: string[];
  }
  const PROGRAM = `
import json, re, sys
from importlib.metadata import distributions
from packaging.markers import Marker
from packaging.requirements import Requirement
normalize = lambda name: re.sub('[-_.]+', '-', name).lower()
markers = json.load(sys.stdin)
found = [d for d in distributions() if normalize(d.name) not in ('pip', 'setuptools')]
print(json.dumps({
    'installed': {normalize(d.name): d.version for d in found},
    'asked': [key for key, marker in markers.items() if not marker or Marker(marker).evaluate()],
}))`;

  it('has exactly what requirements.txt pins for this Python and system', () => {
    const pins = readPins('requirements.txt');
    const input = JSON.stringify(
      Object.fromEntries(pins.map(({ name, version, marker }) => [`${name}==${version}`, marker])),
    );
    const { stdout, stderr } = spawnSync(python, ['-c', PROGRAM], { encoding: 'utf8', input });
    assert.equal(stderr, '');
    const { installed, asked } = JSON.parse(stdout) as Found;
    const found = Object.entries(installed).map(([name, version]) => `${name}==${version}`);
    assert.deepEqual(found.sort(), asked.sort());
  });
});
