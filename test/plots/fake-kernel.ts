import { createRequire, Module } from 'node:module';

const require = createRequire(__filename);

/** Puts a module of ours where `require` would find the package's. */
export function replaceModule(name: string, exports: object) {
  const path = require.resolve(name);
  const replaced = new Module(path);
  replaced.exports = exports;
  require.cache[path] = replaced;
}

/** What a notebook's client receives of an output. */
export interface Message {
  data: Record<string, unknown>;
  transient: { display_id?: string };
  /** Whether it takes the place of an earlier one. */
  update: boolean;
}

/** Stands in for a notebook's kernel: what is displayed lands in the list that it returns. */
export function fakeKernel(): Message[] {
  const sent: Message[] = [];
  const lastWriteDisplayData = (message: Message, update: boolean) => sent.push({ ...message, update });
  replaceModule('tslab/dist/jupyter', { lastWriteDisplayData });
  return sent;
}

/** Takes away what {@link replaceModule} and {@link fakeKernel} put there. */
export function restoreModules(...names: string[]): void {
  for (const name of ['tslab/dist/jupyter', ...names]) delete require.cache[require.resolve(name)];
}
