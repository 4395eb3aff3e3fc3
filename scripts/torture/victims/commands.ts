import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { leftovers } from '../leftovers';
import type { Command, Victim } from '../victim';
import { npm, npmRun } from './npm-run';
import { copyProject, reasonAgainstCopying } from './project-copy';

function runIn(folder: string, { command, args, environment }: Command): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0)
    throw new Error(
      `${command} ${args.join(' ')} ends with ${status}: ${stdout.slice(-500)}${stderr.slice(-500)}`,
    );
}

/** Set-up in a fresh copy of the project. */
export const setUp: Victim = {
  name: 'set-up',
  ...{ share: 3, hasChildren: true, most: 4, leastMinutes: 60, ready: /^Node / },
  prepare: () => Promise.resolve(reasonAgainstCopying()),
  command(folder) {
    const project = path.join(folder, 'project');
    if (!existsSync(project)) copyProject(project);
    return { ...npmRun('setup'), folder: project };
  },
  check: () => Promise.resolve(),
  result(folder) {
    const project = path.join(folder, 'project');
    // Its purpose: later commands find everything they need, and TensorFlow loads.
    runIn(project, npmRun('torture', '--', '--help'));
    runIn(project, {
      command: path.join('.venv', 'bin', 'python'),
      args: ['-c', 'import jupyterlab, nbconvert'],
    });
    return Promise.resolve(`${readdirSync(project).sort().join()} ${leftovers(project).join()}`);
  },
};

/** `npm start` in a copy of the project that is set up once. */
export const walkThrough: Victim = {
  name: 'start',
  ...{ share: 3, hasChildren: true, most: 4, leastMinutes: 20, ready: /^\[1\/7\]/ },
  prepare(inputs) {
    const reason = reasonAgainstCopying();
    if (reason !== undefined) return Promise.resolve(reason);
    const project = path.join(inputs, 'project');
    copyProject(project);
    runIn(project, npmRun('setup'));
    return Promise.resolve(undefined);
  },
  command(folder, inputs) {
    // All cases share the copy, so a new case deletes the pages of the previous one.
    if (!existsSync(path.join(folder, 'runs')))
      rmSync(path.join(inputs, 'project', 'out'), { recursive: true, force: true });
    return {
      command: npm,
      args: ['start'],
      folder: path.join(inputs, 'project'),
      environment: {
        ...{ FER2013: 'drawn', RUN_SIZE: 'quick', EPOCHS: '1', SEED: '1', BATCH_SIZE: '96' },
        RUNS: path.join(folder, 'runs'),
      },
    };
  },
  check: () => Promise.resolve(),
  result(folder, inputs) {
    const project = path.join(inputs, 'project');
    const out = path.join(project, 'out');
    const run = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as {
      results: unknown;
      stopped?: string;
      notebooks: { stem: string }[];
    };
    const { results, stopped, notebooks } = run;
    const files = readdirSync(out)
      .filter((name) => name !== 'torture')
      .sort();
    const result = [results, stopped ?? null, notebooks.map(({ stem }) => stem), files];
    // Paths in a case's folder differ from case to case.
    return Promise.resolve(JSON.stringify(result, null, 1).replaceAll(path.relative(project, folder), '.'));
  },
};
