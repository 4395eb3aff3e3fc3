import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** What a test may change; the rest is shared with the project itself. */
const MODELS = ['emotion', 'emotion-crowd', 'face-detector'].map((name) => path.join('models', name));
const COPIED = ['README.md', 'jupyter', 'notebooks', 'src', ...MODELS];
const SHARED = ['node_modules', 'data', 'docs', '.cache'];

/**
 * A project to open in JupyterLab: a copy, so that whatever a test or JupyterLab's autosave
 * changes, this one stays.
 */
export interface LabProject {
  /** Its folder. */
  readonly root: string;
  /** The folder of its runs. */
  readonly runs: string;
  remove(): void;
}

/** Makes a {@link LabProject} in a temporary folder. */
export function createLabProject(): LabProject {
  const root = path.join(mkdtempSync(path.join(tmpdir(), 'lab-')), 'a project');
  mkdirSync(root);
  for (const name of COPIED) {
    const from = path.join(ROOT, name);
    if (existsSync(from)) cpSync(from, path.join(root, name), { recursive: true });
  }
  for (const name of SHARED) {
    mkdirSync(path.join(ROOT, name), { recursive: true });
    symlinkSync(path.join(ROOT, name), path.join(root, name), 'junction');
  }
  return {
    root,
    runs: path.join(root, 'models', 'runs'),
    remove: () => rmSync(path.dirname(root), { recursive: true, force: true }),
  };
}
