import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { explainError, explainFailure } from '../../scripts/setup/explain-failure.mjs';
import { findCompiler } from '../../scripts/setup/find-compiler.mjs';
import { findPython } from '../../scripts/setup/find-python.mjs';
import { checkNode } from '../../scripts/setup/check-node.mjs';
import { checkPath } from '../../scripts/setup/check-path.mjs';
import { pointToLauncher } from '../../scripts/setup/kernelspec.mjs';
import { labSettings } from '../../scripts/setup/lab-settings.mjs';
import { library } from '../../scripts/setup/library.mjs';
import { takeLock } from '../../scripts/shared/take-lock.mjs';
import type { LockOwner } from '../../src/lib/processes/lock.cjs';
import { pipEnvironment } from '../../scripts/setup/pip-environment.mjs';
import { createReporter } from '../../scripts/shared/reporter.mjs';
import { SetupError } from '../../scripts/setup/setup-error.mjs';
import { setup, tryToSetUp } from '../../scripts/setup/setup.mjs';
import { isStamped, writeStamp } from '../../scripts/setup/stamp.mjs';
import { OPENVINO } from '../../scripts/setup/openvino-wheel.mjs';
import { TENSORFLOW } from '../../scripts/setup/tensorflow-wheel.mjs';
import { wheelFor } from '../../scripts/setup/wheel.mjs';
import { childEnvironment, projectRoot, python } from '../../scripts/shared/environment.mjs';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'setup test '));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder that holds the given commands, shell scripts, and nothing else: a PATH. */
function commands(scripts: Record<string, string>): NodeJS.ProcessEnv {
  const bin = mkdtempSync(path.join(folder, 'bin '));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return { PATH: bin };
}

describe('checkNode()', () => {
  const cases: [string, string][] = [
    ['16.20.2', 'too old'],
    ['18.20.4', 'too old'],
    ['20.18.3', 'too old'],
    ['20.19.0', 'tested'],
    ['21.7.3', 'untested'],
    ['22.12.0', 'untested'],
    ['22.21.0', 'tested'],
    ['23.1.0', 'untested'],
    ['24.0.0', 'tested'],
    ['25.0.0', 'untested'],
  ];
  for (const [version, verdict] of cases)
    it(`finds ${version} ${verdict}`, () => {
      const judged = checkNode(version);
      assert.equal(judged.verdict, verdict);
      assert.ok(judged.sentence.includes(version));
    });
});

describe('wheelFor()', () => {
  it('takes the small package on x64 Linux, the only one elsewhere', () => {
    const names = [
      { platform: 'linux', arch: 'x64', glibc: '2.36' },
      { platform: 'linux', arch: 'arm64', glibc: '2.27' },
      { platform: 'darwin', arch: 'arm64' },
    ].map((machine) => wheelFor(TENSORFLOW, machine).wheel?.name);
    assert.deepEqual(names, [
      'tensorflow-cpu-2.21.0-manylinux_2_27_x86_64',
      'tensorflow-2.21.0-manylinux_2_27_aarch64',
      'tensorflow-2.21.0-macosx_12_0_arm64',
    ]);
  });

  it('gives a reason for other platforms: Windows, Intel Macs, old or other C libraries', () => {
    assert.match(
      wheelFor(TENSORFLOW, { platform: 'win32', arch: 'x64' }).reason ?? '',
      /no wheel .* win32 on x64/,
    );
    assert.match(wheelFor(TENSORFLOW, { platform: 'darwin', arch: 'x64' }).reason ?? '', /darwin on x64/);
    assert.match(
      wheelFor(TENSORFLOW, { platform: 'linux', arch: 'x64', glibc: '2.17' }).reason ?? '',
      /has 2\.17/,
    );
    assert.match(wheelFor(TENSORFLOW, { platform: 'linux', arch: 'x64' }).reason ?? '', /another C library/);
    // Each wheel needs another glibc: its tag says which.
    const older = { platform: 'linux', arch: 'arm64', glibc: '2.34' };
    assert.ok(wheelFor(TENSORFLOW, older).wheel);
    assert.match(
      wheelFor(OPENVINO, older).reason ?? '',
      /^OpenVINO \S+ needs glibc 2\.35 or later .* has 2\.34$/,
    );
  });
});

describe('findPython()', { skip: process.platform === 'win32' }, () => {
  const answer = (version: number[], missing: string[] = []) =>
    `echo '${JSON.stringify({ executable: '/fake/python', version, missing })}'`;

  it('prefers a newer Python to an old python3', async () => {
    const environment = commands({ python3: answer([3, 9, 6]), 'python3.12': answer([3, 12, 1]) });
    assert.equal((await findPython({ setting: '', environment })).version, '3.12.1');
  });

  it('says what to install when there is none', async () => {
    await assert.rejects(
      findPython({ setting: '', environment: commands({}) }),
      /Expected Python to be Python 3\.10 or later but found none\..*apt install python3/,
    );
  });

  it('names the versions that are too old', async () => {
    await assert.rejects(
      findPython({
        setting: '',
        environment: commands({ python: answer([2, 7, 18]), python3: answer([3, 9, 1]) }),
      }),
      /found 3\.9\.1 \(\/fake\/python\), 2\.7\.18/,
    );
  });

  it('says how to get the venv module', async () => {
    await assert.rejects(
      findPython({ setting: '', environment: commands({ python3: answer([3, 11, 2], ['ensurepip']) }) }),
      /without ensurepip\. .*apt install python3\.11-venv/,
    );
  });

  it('tries nothing but PYTHON when it is set', async () => {
    const environment = commands({ python3: answer([3, 12, 0]), mine: answer([3, 10, 0]) });
    assert.equal((await findPython({ setting: 'mine', environment })).version, '3.10.0');
    await assert.rejects(findPython({ setting: 'nothing', environment }), /PYTHON \(nothing\) .* found none/);
  });
});

describe('findCompiler()', { skip: process.platform !== 'linux' }, () => {
  it('takes the first that runs, or the one that CXX names, or none', async () => {
    const environment = commands({ 'c++': 'exit 1', 'clang++': 'echo clang', mine: 'echo mine' });
    assert.equal(await findCompiler({ setting: '', environment }), 'clang++');
    assert.equal(await findCompiler({ setting: 'mine', environment }), 'mine');
    assert.equal(await findCompiler({ setting: '', environment: commands({}) }), undefined);
  });
});

describe('explainFailure()', () => {
  // As printed by npm 11 and pip 23 to 26.
  const cases: [string, string, RegExp][] = [
    [
      'npm on a full disk',
      'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
      /found a full disk\./,
    ],
    [
      'pip on a full disk',
      'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
      /found a full disk\./,
    ],
    [
      'a compiler on a full disk',
      'fatal error: error writing to /tmp/ccX.s: No space left on device',
      /found a full disk\./,
    ],
    [
      'npm without a network',
      'npm error code ENOTFOUND\nnpm error network request to https://registry.npmjs.org/x failed',
      /found a network error\./,
    ],
    [
      'npm refused',
      'npm error code E403\nnpm error 403 403 Forbidden - GET https://registry.npmjs.org/x',
      /found a network error\./,
    ],
    [
      'pip without a network',
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'\nERROR: Could not find a version that satisfies the requirement x (from versions: none)\nERROR: No matching distribution found for x",
      /found a network error\./,
    ],
    [
      'pip with a wrong file',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
      /found a file with the wrong hash\./,
    ],
    [
      'a proxy with its own certificate',
      'npm error code SELF_SIGNED_CERT_IN_CHAIN',
      /found a certificate that/,
    ],
    [
      'a folder of another user',
      'npm error code EACCES\nnpm error syscall mkdir\nnpm error path /x/node_modules',
      /found a file without write permission/,
    ],
    ['a read-only disk', "EROFS: read-only file system, mkdir '/x/.cache'", /found a read-only disk\. Copy/],
  ];
  for (const [name, output, expected] of cases)
    it(`recognises ${name}`, () => {
      assert.match(explainFailure('`x`', { output, code: 1 }).message, expected);
    });

  it('falls back to the exit code and the advice of the step', () => {
    const failure = explainFailure('`x`', { output: 'odd', code: 3 }, { advice: 'Do this.' });
    assert.equal(failure.message, 'Expected `x` to succeed but found exit code 3. Do this.');
    assert.match(explainFailure('`x`', { signal: 'SIGKILL' }).message, /SIGKILL.*memory/);
    assert.match(explainFailure('`x`', { missing: true }).message, /no such command/);
  });

  it("explains this process's own errors too", () => {
    const error = Object.assign(new Error('write'), { code: 'ENOSPC' });
    assert.match(explainError('set-up', error).message, /found a full disk\./);
  });
});

describe('takeLock()', () => {
  const sleeper = () => spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);

  it('waits until the first process releases the lock', async () => {
    const file = path.join(folder, 'a', 'lock');
    const first = await takeLock(file);
    const order: string[] = [];
    const second = takeLock(file, { onWait: () => order.push('waits'), interval: 5 }).then((lock) => {
      order.push('has it');
      return lock;
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    order.push('released');
    first.release();
    (await second).release();
    assert.deepEqual(order, ['waits', 'released', 'has it']);
    assert.equal(existsSync(file), false);
  });

  it('takes over from a killed process as soon as the commands that it started have ended', async () => {
    const [owner, left] = [sleeper(), sleeper()];
    const file = path.join(folder, 'b.lock');
    writeFileSync(file, JSON.stringify({ pid: owner.pid, commands: [left.pid] }));
    owner.kill('SIGKILL');
    await once(owner, 'close');
    const waits: [number, boolean][] = [];
    const onWait = ({ pid, isKilled }: LockOwner) => waits.push([pid, isKilled]);
    const taken = takeLock(file, { onWait, interval: 5 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(waits, [[left.pid, true]]);
    left.kill('SIGKILL');
    const lock = await taken;
    assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid, process.pid);
    lock.release();
  });

  it('takes over a lock from before the machine started, even if its process id is in use', async () => {
    const file = path.join(folder, 'c.lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, commands: [] }));
    utimesSync(file, 1, 1);
    (await takeLock(file, { onWait: () => assert.fail('It waited.') })).release();
  });
});

describe('setup stamps', () => {
  it('say what a step was made for; a broken one counts as none', () => {
    const file = path.join(folder, 'd', 'stamp.json');
    assert.equal(isStamped(file, { lock: 'x' }), false);
    writeStamp(file, { lock: 'x', more: 1 });
    assert.equal(isStamped(file, { lock: 'x' }), true);
    assert.equal(isStamped(file, { lock: 'y' }), false);
    for (const broken of ['{"lock": "x"', '', 'null', '"x"', '[]', '1']) {
      writeFileSync(file, broken);
      assert.equal(isStamped(file, { lock: 'x' }), false, broken);
    }
  });
});

describe('pointToLauncher()', () => {
  it('names the launcher in its own folder and leaves the rest', () => {
    const spec = { argv: ['node', '{resource_dir}/kernel.cjs', '{connection_file}'], env: { A: '1' } };
    assert.deepEqual(JSON.parse(pointToLauncher(JSON.stringify(spec), '/a $& b/x')), {
      argv: ['node', '/a $& b/x/kernel.cjs', '{connection_file}'],
      env: { A: '1' },
    });
  });

  it('leaves a kernelspec in .venv that depends on no environment variable: VS Code finds it there', () => {
    const file = path.join('.venv', 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
    const { argv } = JSON.parse(readFileSync(file, 'utf8')) as { argv: string[] };
    const launcher = argv.find((argument) => argument.endsWith('kernel.cjs')) ?? '';
    assert.ok(path.isAbsolute(launcher), launcher);
    assert.ok(existsSync(launcher), launcher);
    assert.deepEqual(
      argv.filter((argument) => argument.includes('{')),
      ['{connection_file}'],
    );
  });
});

describe('labSettings', () => {
  it("are JupyterLab's own settings, in the environment that it runs from", () => {
    assert.equal(labSettings.isCurrent(), true);
    const lab = path.join('.venv', 'share', 'jupyter', 'lab');
    const read = (...names: string[]) =>
      JSON.parse(readFileSync(path.join(lab, ...names), 'utf8')) as Record<string, unknown>;
    const overrides = read('settings', 'overrides.json') as Record<string, Record<string, unknown>>;
    for (const [plugin, settings] of Object.entries(overrides)) {
      const [extension, name] = plugin.split(':');
      const { properties } = read('schemas', extension, `${name}.json`) as {
        properties: Record<string, { type?: string; oneOf?: { const: unknown }[] }>;
      };
      for (const [key, value] of Object.entries(settings)) {
        const allowed = properties[key].oneOf?.map(({ const: one }) => one);
        if (allowed) assert.ok(allowed.includes(value), `${key}: ${String(value)}`);
        else assert.equal(typeof value, properties[key].type);
      }
    }
  });
});

describe('tryToSetUp()', () => {
  it('gives the reason why a step failed and goes on, or nothing where all is there', async (test) => {
    const write = test.mock.method(process.stdout, 'write', () => true);
    const step = {
      title: 'a step',
      isCurrent: () => false,
      make: () => Promise.reject(new SetupError('No luck.')),
    };
    assert.equal(await tryToSetUp([step]), 'No luck.');
    const made = write.mock.callCount();
    assert.equal(await tryToSetUp([{ ...step, isCurrent: () => true }]), undefined);
    assert.equal(write.mock.callCount(), made);
  });
});

describe('createReporter()', () => {
  const steps = async (isTTY: boolean) => {
    let text = '';
    const reporter = createReporter({ write: (more) => (text += more), isTTY }, { every: 20 });
    await reporter.step('Bread', async (note) => {
      note('kneading');
      await new Promise((resolve) => setTimeout(resolve, 150));
      return 'baked';
    });
    await assert.rejects(
      reporter.step('Soup', () => Promise.reject(new Error('burnt'))),
      /burnt/,
    );
    return text;
  };

  it('writes plain lines to a log', async () => {
    const text = await steps(false);
    assert.match(text, /^ {2}Bread …\n {2}Bread: kneading \(0\.0 s\)\n/);
    assert.match(text, /✓ Bread: baked \(\d+\.\d s\)\n {2}Soup …\n✗ Soup \(\d+\.\d s\)\n$/);
    assert.ok(!text.includes('\r'));
  });

  it('draws over one line on a terminal', async () => {
    const text = await steps(true);
    assert.ok(text.startsWith('\r\u001b[K⠋ Bread: kneading (0.1 s)\r'), text);
  });

  it('shows the steps that run side by side in that line', async () => {
    let text = '';
    const reporter = createReporter({ write: (more) => (text += more), isTTY: true });
    const bake = (title: string, milliseconds: number) =>
      reporter.step(title, () => new Promise((resolve) => setTimeout(resolve, milliseconds)));
    await Promise.all([bake('Bread', 350), bake('Soup', 150)]);
    const frames = text.split('\r\u001b[K').map((frame) => frame.replace(/[\d.]+ s/g, '… s'));
    assert.deepEqual([...new Set(frames.map((frame) => frame.replace(/^[^\w✓]+/, '')))].filter(Boolean), [
      'Bread (… s) · Soup (… s)',
      '✓ Soup (… s)\n',
      'Bread (… s)',
      '✓ Bread (… s)\n',
    ]);
  });
});

/** Why TensorFlow can't be kept silent here; false where it can. */
function silence(): string | false {
  if (process.platform !== 'linux') return "only glibc's loader was seen to start the log level first";
  const { origin } = JSON.parse(readFileSync('node_modules/@tensorflow/tfjs-node/setup.json', 'utf8')) as {
    origin: string;
  };
  return origin === 'wheel' ? false : "the binding is tfjs-node's own";
}

describe('childEnvironment()', () => {
  it('finds the kernelspec, this Node and the Python programs, and keeps what the user set', () => {
    const environment = childEnvironment({ PATH: '/a', JUPYTER_PATH: '/mine', TF_CPP_MIN_LOG_LEVEL: '0' });
    assert.deepEqual(environment.PATH?.split(path.delimiter), [
      path.dirname(python),
      path.dirname(process.execPath),
      '/a',
    ]);
    assert.deepEqual(environment.JUPYTER_PATH?.split(path.delimiter), [
      path.join(projectRoot, 'jupyter'),
      '/mine',
    ]);
    assert.equal(environment.TF_CPP_MIN_LOG_LEVEL, '0');
    assert.deepEqual(childEnvironment(environment), environment);
  });

  it('sets what kernel.json sets for notebooks', { skip: process.platform !== 'linux' }, () => {
    const { env } = JSON.parse(readFileSync('jupyter/kernels/tslab/kernel.json', 'utf8')) as {
      env: NodeJS.ProcessEnv;
    };
    const environment = childEnvironment({ PATH: '/a' });
    const { PATH, JUPYTER_PATH, ...settings } = environment;
    assert.ok(PATH && JUPYTER_PATH);
    assert.deepEqual(settings, env);
  });

  it('keeps TensorFlow silent from its first moment', { skip: silence() }, () => {
    const said = (env: NodeJS.ProcessEnv) =>
      spawnSync(process.execPath, ['scripts/setup/check-tensorflow.cjs'], { env, encoding: 'utf8' }).stderr;
    const { PATH } = process.env;
    assert.equal(said(childEnvironment({ PATH })), '');
    assert.notEqual(said(childEnvironment({ PATH, TF_CPP_MIN_LOG_LEVEL: '0' })), '');
    // A program of the user's own, which imports tfjs-node and sets nothing.
    assert.equal(said({ PATH }), '');
  });
});

describe('library', () => {
  it('leaves the whole library compiled for the very first cell', async () => {
    assert.equal(await library.make(), 'compiled and checked');
    assert.equal(library.isCurrent(), true);
    const cells = path.join('.cache', 'kernel-cells');
    const kept = readdirSync(cells, { recursive: true, encoding: 'utf8' });
    const modules = kept.filter((file) => path.basename(file).startsWith('modules-'));
    const compiled = modules.flatMap(
      (file) => JSON.parse(readFileSync(path.join(cells, file), 'utf8')) as { path: string; data: string }[],
    );
    for (const name of ['index.js', 'training/muon.js', 'plots/show.js'])
      assert.match(
        compiled.find((module) => module.path === path.join('src', 'lib', name))?.data ?? '',
        /exports/,
        name,
      );
  });
});

describe('setup()', () => {
  it('takes one step after another where it knows nothing of them', async (t) => {
    t.mock.method(process.stdout, 'write', () => true);
    const order: string[] = [];
    const step = (title: string, milliseconds: number) => ({
      title,
      isCurrent: () => order.includes(title),
      async make() {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        order.push(title);
        return '';
      },
    });
    await setup({ quiet: true, steps: [step('slow', 50), step('fast', 0)] });
    assert.deepEqual(order, ['slow', 'fast']);
  });
});

describe('checkPath()', () => {
  it('rejects a folder with a character that breaks a tool', () => {
    assert.equal(checkPath("/home/me/em[o]tion #%20 {a}' ü/x"), undefined);
    for (const character of ['*', '?', path.delimiter])
      assert.match(
        checkPath(`/home/me/a${character}b`) ?? '',
        new RegExp(
          `^Expected the path of the project's folder to contain no "\\${character}" but found .*Rename`,
        ),
      );
  });
});

describe('pipEnvironment()', { skip: process.platform === 'win32' }, () => {
  const environmentOf = async (content: string, variables: NodeJS.ProcessEnv = {}) => {
    const file = path.join(mkdtempSync(path.join(folder, 'pip ')), 'pip.conf');
    writeFileSync(file, content);
    const inherited = { PATH: process.env.PATH, PIP_CONFIG_FILE: file, ...variables };
    return pipEnvironment(python, 'install', inherited);
  };

  it("takes the network from pip's files and variables, and nothing else", async () => {
    const content = `[global]
index-url = https://one
proxy = http://user:it's%%20me@proxy
target = /elsewhere
[install]
user = true
cert = /ca file.pem
find-links =
    /wheels
    https://two
[download]
cert = /other.pem`;
    const variables = {
      PIP_INDEX_URL: 'https://mine',
      PIP_TARGET: '/x',
      PIP_NO_DEPS: '1',
      PYTHONHOME: '/nonsense',
    };
    const found = await environmentOf(content, variables);
    // What the machine's own files say of the network stays as well.
    assert.deepEqual(
      Object.keys(found).filter((name) => /TARGET|USER|NO_DEPS|PYTHON/.test(name)),
      [],
    );
    assert.equal(found.PIP_INDEX_URL, 'https://mine');
    assert.equal(found.PIP_PROXY, "http://user:it's%%20me@proxy");
    assert.equal(found.PIP_CERT, '/ca file.pem');
    assert.deepEqual(found.PIP_FIND_LINKS?.split(/\s+/).filter(Boolean), ['/wheels', 'https://two']);
    assert.equal(found.PIP_CONFIG_FILE, '/dev/null');
  });

  it("says when pip can't read its own settings", () =>
    assert.rejects(
      environmentOf('index-url = x'),
      /Expected pip's settings to succeed but found .* Correct the file/,
    ));
});
