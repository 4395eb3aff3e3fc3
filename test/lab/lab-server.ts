import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { LabProject } from './lab-project';

const ROOT = path.join(__dirname, '..', '..');
const PYTHON = path.join(
  ROOT,
  '.venv',
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

/** Lets JupyterLab end with this process, however that ends. */
const END_WITH_PARENT = path.join(ROOT, 'scripts', 'shared', 'processes', 'end_with_parent.py');

/** A running JupyterLab. */
export interface LabServer {
  /** The address of a file in it, the token included. */
  address(file: string): string;
  stop(): Promise<void>;
}

/** What a user might have set in JupyterLab, by the extension's plugin. */
const SETTINGS = {
  // All cells in the page, also those that are not in sight.
  '@jupyterlab/notebook-extension/tracker': { windowingMode: 'none' },
  '@jupyterlab/apputils-extension/notification': { fetchNews: 'false', checkForUpdates: false },
};

/**
 * Starts JupyterLab on a project, with its own kernel and settings of its own.
 *
 * @param environment what the kernels get beside the usual
 */
export async function startLab(
  { root }: LabProject,
  { environment }: { environment: Record<string, string> },
): Promise<LabServer> {
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const settings = path.join(root, '.lab-settings');
  for (const [plugin, value] of Object.entries(SETTINGS)) {
    const file = path.join(settings, `${plugin}.jupyterlab-settings`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value));
  }
  const options = [
    '--no-browser',
    '--allow-root',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${root}`,
    `--IdentityProvider.token=${token}`,
    '--LabApp.expose_app_in_browser=True',
    `--LabApp.workspaces_dir=${path.join(root, '.lab-workspaces')}`,
    `--LabApp.user_settings_dir=${settings}`,
  ];
  const server = spawn(PYTHON, [END_WITH_PARENT, '-m', 'jupyterlab', ...options], {
    cwd: root,
    env: {
      ...process.env,
      TF_CPP_MIN_LOG_LEVEL: '2',
      ...environment,
      JUPYTER_PATH: path.join(root, 'jupyter'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (text: Buffer) => (log += text.toString()));
  const ended = once(server, 'close');
  const home = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 60_000; ; await setTimeout(200)) {
    if (await answers(`${home}/api/status?token=${token}`)) break;
    if (Date.now() > until || server.exitCode !== null) {
      server.kill('SIGKILL');
      throw new Error(`Expected JupyterLab to answer within a minute but found it said:\n${log}`);
    }
  }
  return {
    address: (file) => `${home}/lab/tree/${file}?reset&token=${token}`,
    async stop() {
      server.kill('SIGTERM');
      const late = setTimeout(10_000, 'late', { ref: false });
      if ((await Promise.race([ended, late])) === 'late') server.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // Not listening yet.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
