// Reads mutants, many in one process: what `npm run torture` starts and, when one hangs or fills
// the memory, ends.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createRandom, deriveSeed } from '../../../src/lib/random';
import { checkError } from '../check-error';
import { forgetPeak, memoryOf } from '../../shared/process-memory';
import { readFiles, writeFiles } from './folders';
import type { Answer, Files, Format } from './format';
import { FAULTY, FORMATS } from './formats/index';
import type { Made, Mutation, Reply, Request } from './messages';

const [scratch] = process.argv.slice(2);

function findFormat(name: string): Format {
  return [...FORMATS, FAULTY].find((format) => format.name === name)!;
}

/** The whole files of a format and what they say. */
interface Known {
  files: Files;
  /** Undefined of what the project does not read, whole or not. */
  answer?: Answer;
}

const known = new Map<string, Promise<Known>>();

/** What the whole files of a variant say; they are read once in a worker's life. */
async function learn(format: Format, variant: string, originals: string): Promise<Known> {
  const files = readFiles(path.join(originals, variant));
  const folder = path.join(scratch, 'original');
  rmSync(folder, { recursive: true, force: true });
  writeFiles(folder, files);
  try {
    return { files, answer: await format.read(folder, { variant }) };
  } catch (error) {
    const wrong = checkError(error, { names: format.names?.(folder) ?? [folder] });
    if (!wrong && format.refused?.includes(variant)) return { files };
    throw new Error(`The undamaged ${format.name} (${variant}) is refused: ${String(error)}`, {
      cause: error,
    });
  }
}

/** Where a mutant lies, and what reading it may leave beside it. */
const mutantFolder = path.join(scratch, 'mutant');

/**
 * The kind of whole files that a request is about, and the random numbers that its mutant is made
 * with.
 */
function choose({ format: name, seed, number, originals, salt }: Mutation) {
  const format = findFormat(name);
  const random = createRandom(deriveSeed(seed, salt, number));
  const variants = readdirSync(originals).sort();
  const variant = variants[random.integer(variants.length)];
  return { format, random, variant };
}

function whole({ format: name, originals }: Mutation, variant: string): Promise<Known> {
  const key = `${name}/${variant}`;
  if (!known.has(key)) known.set(key, learn(findFormat(name), variant, originals));
  return known.get(key)!;
}

async function make(request: Mutation): Promise<Made> {
  const { format, random, variant } = choose(request);
  const { files } = await whole(request, variant);
  const { what, strict, files: damaged } = await format.mutate(files, { random, variant });
  rmSync(mutantFolder, { recursive: true, force: true });
  rmSync(`${mutantFolder}-cache`, { recursive: true, force: true });
  writeFiles(mutantFolder, damaged);
  return { what, strict };
}

async function attack({ made, ...mutation }: Extract<Request, { do: 'attack' }>): Promise<Reply> {
  const { what, strict } = made ?? (await make(mutation));
  const { format, variant } = choose(mutation);
  const { answer: expected } = await whole(mutation, variant);
  // What making it took of the memory is not the reader's.
  globalThis.gc?.();
  await tell({ say: 'reading', what });
  forgetPeak();
  const started = performance.now();
  let fault: string | undefined;
  try {
    const answer = await format.read(mutantFolder, { variant });
    if (answer.problem !== undefined) fault = `accepted, with ${answer.problem}`;
    else if (strict && answer.digest !== expected?.digest) fault = 'damage that nobody noticed';
  } catch (error) {
    fault = checkError(error, { names: format.names?.(mutantFolder) ?? [mutantFolder] });
  }
  const milliseconds = performance.now() - started;
  // An error that nobody awaited shows now, and is this mutant's.
  await new Promise((resolve) => setImmediate(resolve));
  return { say: 'read', fault, milliseconds, peakBytes: memoryOf(process.pid, 'VmHWM') };
}

async function makeOriginals({
  format: name,
  originals,
}: Extract<Request, { do: 'prepare' }>): Promise<Reply> {
  const format = findFormat(name);
  const work = path.join(scratch, 'originals');
  rmSync(work, { recursive: true, force: true });
  if (!existsSync(originals))
    for (const [variant, files] of Object.entries(await format.originals(work)))
      writeFiles(path.join(originals, variant), files);
  return { say: 'prepared' };
}

async function answerTo(request: Request): Promise<Reply> {
  switch (request.do) {
    case 'prepare':
      return makeOriginals(request);
    case 'make':
      return { say: 'made', made: await make(request) };
    case 'attack':
      return attack(request);
  }
}

function tell(reply: Reply): Promise<void> {
  return new Promise((resolve, reject) =>
    process.send!(reply, (error: Error | null) => (error ? reject(error) : resolve())),
  );
}

/** What nobody awaited: in a user's program it would end the process. */
function stray(error: unknown): void {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  void tell({ say: 'stray', error: said.slice(0, 300) }).then(() => process.exit(1));
}

process.on('uncaughtException', stray).on('unhandledRejection', stray);
process.on('disconnect', () => process.exit());
process.on('message', (request: Request) => {
  answerTo(request).then(tell, (error: unknown) =>
    tell({ say: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
