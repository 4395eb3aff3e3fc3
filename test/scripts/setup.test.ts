import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadScript } from './load-script';

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

describe('judgeNode()', () => {
  interface Module {
    judgeNode: (version: string) => { verdict: string; sentence: string };
  }
  const cases: [string, string][] = [
    ['16.20.2', 'too old'],
    ['18.20.4', 'too old'],
    ['20.18.3', 'too old'],
    ['20.19.0', 'tried'],
    ['21.7.3', 'untested'],
    ['22.12.0', 'untested'],
    ['22.21.0', 'tried'],
    ['23.1.0', 'untested'],
    ['24.0.0', 'tried'],
    ['25.0.0', 'untested'],
  ];
  for (const [version, verdict] of cases)
    it(`finds ${version} ${verdict}`, async () => {
      const { judgeNode } = (await loadScript('setup/judge-node.mjs')) as Module;
      const judged = judgeNode(version);
      assert.equal(judged.verdict, verdict);
      assert.ok(judged.sentence.includes(version));
    });
});

describe('chooseWheel()', () => {
  interface Module {
    chooseWheel: (machine: { platform: string; arch: string; glibc?: string }) => {
      wheel?: { name: string; package: string; tag: string; sha256: string; libraries: string[] };
      reason?: string;
    };
  }
  it('takes the small package on x64 Linux, the only one elsewhere', async () => {
    const { chooseWheel } = (await loadScript('setup/tensorflow-wheel.mjs')) as Module;
    const names = [
      { platform: 'linux', arch: 'x64', glibc: '2.36' },
      { platform: 'linux', arch: 'arm64', glibc: '2.27' },
      { platform: 'darwin', arch: 'arm64' },
    ].map((machine) => chooseWheel(machine).wheel?.name);
    assert.deepEqual(names, [
      'tensorflow-cpu-2.21.0-manylinux_2_27_x86_64',
      'tensorflow-2.21.0-manylinux_2_27_aarch64',
      'tensorflow-2.21.0-macosx_12_0_arm64',
    ]);
  });

  it('has a reason where there is none: Windows, Intel Macs, old or other C libraries', async () => {
    const { chooseWheel } = (await loadScript('setup/tensorflow-wheel.mjs')) as Module;
    assert.match(chooseWheel({ platform: 'win32', arch: 'x64' }).reason ?? '', /no wheel .* win32 on x64/);
    assert.match(chooseWheel({ platform: 'darwin', arch: 'x64' }).reason ?? '', /darwin on x64/);
    assert.match(chooseWheel({ platform: 'linux', arch: 'x64', glibc: '2.17' }).reason ?? '', /has 2\.17/);
    assert.match(chooseWheel({ platform: 'linux', arch: 'x64' }).reason ?? '', /another C library/);
  });
});

describe('findPython()', { skip: process.platform === 'win32' }, () => {
  interface Module {
    findPython: (options: {
      setting?: string;
      environment: NodeJS.ProcessEnv;
    }) => Promise<{ executable: string; version: string }>;
  }
  const answer = (version: number[], missing: string[] = []) =>
    `echo '${JSON.stringify({ executable: '/fake/python', version, missing })}'`;

  it('passes over an old python3 for a newer one beside it', async () => {
    const { findPython } = (await loadScript('setup/find-python.mjs')) as Module;
    const environment = commands({ python3: answer([3, 9, 6]), 'python3.12': answer([3, 12, 1]) });
    assert.equal((await findPython({ setting: '', environment })).version, '3.12.1');
  });

  it('says what to install when there is none', async () => {
    const { findPython } = (await loadScript('setup/find-python.mjs')) as Module;
    await assert.rejects(
      findPython({ setting: '', environment: commands({}) }),
      /Expected Python to be Python 3\.10 or later but found none\..*apt install python3/,
    );
  });

  it('names the versions that are too old', async () => {
    const { findPython } = (await loadScript('setup/find-python.mjs')) as Module;
    await assert.rejects(
      findPython({
        setting: '',
        environment: commands({ python: answer([2, 7, 18]), python3: answer([3, 9, 1]) }),
      }),
      /found 3\.9\.1 \(\/fake\/python\), 2\.7\.18/,
    );
  });

  it('says how to get the venv module', async () => {
    const { findPython } = (await loadScript('setup/find-python.mjs')) as Module;
    await assert.rejects(
      findPython({ setting: '', environment: commands({ python3: answer([3, 11, 2], ['ensurepip']) }) }),
      /without ensurepip\. .*apt install python3\.11-venv/,
    );
  });

  it('tries nothing but PYTHON when it is set', async () => {
    const { findPython } = (await loadScript('setup/find-python.mjs')) as Module;
    const environment = commands({ python3: answer([3, 12, 0]), mine: answer([3, 10, 0]) });
    assert.equal((await findPython({ setting: 'mine', environment })).version, '3.10.0');
    await assert.rejects(findPython({ setting: 'nothing', environment }), /PYTHON \(nothing\) .* found none/);
  });
});

describe('findCompiler()', { skip: process.platform !== 'linux' }, () => {
  interface Module {
    findCompiler: (options: {
      setting?: string;
      environment: NodeJS.ProcessEnv;
    }) => Promise<string | undefined>;
  }
  it('takes the first that runs, or the one that CXX names, or none', async () => {
    const { findCompiler } = (await loadScript('setup/find-compiler.mjs')) as Module;
    const environment = commands({ 'c++': 'exit 1', 'clang++': 'echo clang', mine: 'echo mine' });
    assert.equal(await findCompiler({ setting: '', environment }), 'clang++');
    assert.equal(await findCompiler({ setting: 'mine', environment }), 'mine');
    assert.equal(await findCompiler({ setting: '', environment: commands({}) }), undefined);
  });
});

describe('explainFailure()', () => {
  interface Module {
    explainFailure: (what: string, result: Record<string, unknown>, options?: { advice: string }) => Error;
    explainError: (what: string, error: Error) => Error;
  }
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
      /found a network that refuses\./,
    ],
    [
      'npm refused',
      'npm error code E403\nnpm error 403 403 Forbidden - GET https://registry.npmjs.org/x',
      /found a network that refuses\./,
    ],
    [
      'pip without a network',
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'\nERROR: Could not find a version that satisfies the requirement x (from versions: none)\nERROR: No matching distribution found for x",
      /found a network that refuses\./,
    ],
    [
      'pip with a wrong file',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
      /found a file with another hash\./,
    ],
    [
      'a proxy with its own certificate',
      'npm error code SELF_SIGNED_CERT_IN_CHAIN',
      /found a certificate that/,
    ],
    [
      'a folder of another user',
      'npm error code EACCES\nnpm error syscall mkdir\nnpm error path /x/node_modules',
      /found a file that may not be written/,
    ],
    [
      'a disk that can only be read',
      "EROFS: read-only file system, mkdir '/x/.cache'",
      /found a disk that can only be read\. Copy/,
    ],
  ];
  for (const [name, output, expected] of cases)
    it(`recognises ${name}`, async () => {
      const { explainFailure } = (await loadScript('setup/explain-failure.mjs')) as Module;
      assert.match(explainFailure('`x`', { output, code: 1 }).message, expected);
    });

  it('tells the ending and the advice of the step when it knows no more', async () => {
    const { explainFailure } = (await loadScript('setup/explain-failure.mjs')) as Module;
    const failure = explainFailure('`x`', { output: 'odd', code: 3 }, { advice: 'Do this.' });
    assert.equal(failure.message, 'Expected `x` to succeed but found exit code 3. Do this.');
    assert.match(explainFailure('`x`', { signal: 'SIGKILL' }).message, /SIGKILL.*memory/);
    assert.match(explainFailure('`x`', { missing: true }).message, /no such command/);
  });

  it("explains this process's own errors too", async () => {
    const { explainError } = (await loadScript('setup/explain-failure.mjs')) as Module;
    const error = Object.assign(new Error('write'), { code: 'ENOSPC' });
    assert.match(explainError('set-up', error).message, /found a full disk\./);
  });
});

describe('takeLock()', () => {
  interface Lock {
    record: (commands: number[]) => void;
    release: () => void;
  }
  interface Module {
    takeLock: (
      file: string,
      options?: { onWait?: (pid: number, state: { killed: boolean }) => void; interval?: number },
    ) => Promise<Lock>;
  }
  const sleeper = () => spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);

  it('lets the second wait until the first lets go', async () => {
    const { takeLock } = (await loadScript('setup/lock.mjs')) as Module;
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

  it('takes over from a process that was killed, once the commands that it left have ended', async () => {
    const { takeLock } = (await loadScript('setup/lock.mjs')) as Module;
    const [owner, left] = [sleeper(), sleeper()];
    const file = path.join(folder, 'b.lock');
    writeFileSync(file, JSON.stringify({ pid: owner.pid, commands: [left.pid] }));
    owner.kill('SIGKILL');
    await once(owner, 'close');
    const waits: [number, boolean][] = [];
    const taken = takeLock(file, { onWait: (pid, { killed }) => waits.push([pid, killed]), interval: 5 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(waits, [[left.pid, true]]);
    left.kill('SIGKILL');
    const lock = await taken;
    assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid, process.pid);
    lock.release();
  });

  it('takes over a lock from before the machine started, whoever has its number now', async () => {
    const { takeLock } = (await loadScript('setup/lock.mjs')) as Module;
    const file = path.join(folder, 'c.lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, commands: [] }));
    utimesSync(file, 1, 1);
    (await takeLock(file, { onWait: () => assert.fail('It waited.') })).release();
  });
});

describe('setup stamps', () => {
  interface Module {
    isStamped: (file: string, expected: Record<string, unknown>) => boolean;
    writeStamp: (file: string, content: Record<string, unknown>) => void;
  }
  it('hold what a step was made for, and a broken one counts as none', async () => {
    const { isStamped, writeStamp } = (await loadScript('setup/stamp.mjs')) as Module;
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
  interface Module {
    pointToLauncher: (spec: string, folder: string) => string;
  }
  it('names the launcher where it is and leaves the rest', async () => {
    const { pointToLauncher } = (await loadScript('setup/kernelspec.mjs')) as Module;
    const spec = { argv: ['node', '{resource_dir}/kernel.cjs', '{connection_file}'], env: { A: '1' } };
    assert.deepEqual(JSON.parse(pointToLauncher(JSON.stringify(spec), '/a $& b/x')), {
      argv: ['node', '/a $& b/x/kernel.cjs', '{connection_file}'],
      env: { A: '1' },
    });
  });

  it('leaves a kernelspec in .venv that needs nothing of the environment: VS Code finds it there', () => {
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
  interface Module {
    labSettings: { isCurrent: () => boolean };
  }
  it("are JupyterLab's own settings, in the environment that it runs from", async () => {
    const { labSettings } = (await loadScript('setup/lab-settings.mjs')) as Module;
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

describe('createReporter()', () => {
  interface Module {
    createReporter: (
      stream: { write(text: string): unknown; isTTY?: boolean },
      options?: { every?: number },
    ) => { step<T>(title: string, action: (note: (text: string) => void) => Promise<T>): Promise<T> };
  }
  const steps = async (isTTY: boolean) => {
    const { createReporter } = (await loadScript('setup/reporter.mjs')) as Module;
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
  interface Module {
    projectRoot: string;
    python: string;
    childEnvironment: (inherited?: NodeJS.ProcessEnv) => Record<string, string>;
  }
  it('finds the kernelspec, this Node and the Python programs, and keeps what the user set', async () => {
    const { childEnvironment, projectRoot, python } = (await loadScript('shared/environment.mjs')) as Module;
    const environment = childEnvironment({ PATH: '/a', JUPYTER_PATH: '/mine', TF_CPP_MIN_LOG_LEVEL: '0' });
    assert.deepEqual(environment.PATH.split(path.delimiter), [
      path.dirname(python),
      path.dirname(process.execPath),
      '/a',
    ]);
    assert.deepEqual(environment.JUPYTER_PATH.split(path.delimiter), [
      path.join(projectRoot, 'jupyter'),
      '/mine',
    ]);
    assert.equal(environment.TF_CPP_MIN_LOG_LEVEL, '0');
    assert.deepEqual(childEnvironment(environment), environment);
  });

  it('keeps TensorFlow silent from its first moment', { skip: silence() }, async () => {
    const { childEnvironment } = (await loadScript('shared/environment.mjs')) as Module;
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
  interface Module {
    library: { isCurrent: () => boolean; make: () => Promise<string> };
  }
  it('leaves the whole library compiled for the very first cell', async () => {
    const { library } = (await loadScript('setup/library.mjs')) as Module;
    assert.equal(await library.make(), 'compiled and checked');
    assert.equal(library.isCurrent(), true);
    const cache = JSON.parse(readFileSync('.cache/kernel.json', 'utf8')) as {
      modules: Record<string, { code: string }>;
      passed: string[];
    };
    assert.ok(cache.passed.length > 0);
    for (const name of ['index.ts', 'training/muon.ts', 'plots/show.ts'])
      assert.match(cache.modules[path.join('src', 'lib', name)].code, /exports/, name);
  });
});

describe('judgePath()', () => {
  it('refuses a folder that tools can not have in their paths, by the character', async () => {
    const { judgePath } = (await loadScript('setup/judge-path.mjs')) as {
      judgePath: (folder: string) => string | undefined;
    };
    assert.equal(judgePath("/home/me/em[o]tion #%20 {a}' ü/x"), undefined);
    for (const character of ['*', '?', path.delimiter])
      assert.match(
        judgePath(`/home/me/a${character}b`) ?? '',
        new RegExp(
          `^Expected the project's folder to be without "\\${character}" in its path but found .*Rename`,
        ),
      );
  });
});

describe('pipEnvironment()', { skip: process.platform === 'win32' }, () => {
  interface Module {
    pipEnvironment: (
      executable: string,
      command: string,
      inherited: NodeJS.ProcessEnv,
    ) => Promise<NodeJS.ProcessEnv>;
  }
  const environmentOf = async (content: string, variables: NodeJS.ProcessEnv = {}) => {
    const { pipEnvironment } = (await loadScript('setup/pip-environment.mjs')) as Module;
    const { python } = (await loadScript('shared/environment.mjs')) as { python: string };
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
