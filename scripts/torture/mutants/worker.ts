// Reads many mutants in one process. `npm run torture` starts it, and ends it when a mutant makes
// it hang or fill memory.
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

/** The undamaged files of a format, and their contents. */
interface Known {
  files: Files;
  /** Undefined for kinds that the project does not read. */
  answer?: Answer;
}

const known = new Map<string, Promise<Known>>();

/** The contents of the undamaged files of a variant, which each worker reads once. */
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

/** The folder of a mutant, and of what reading it may write. */
const mutantFolder = path.join(scratch, 'mutant');

/**
 * The variant of a request, and the random numbers for its mutant.
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
  // The memory used to create the mutant does not count.
  globalThis.gc?.();
  await send({ say: 'reading', what });
  forgetPeak();
  const started = performance.now();
  let fault: string | undefined;
  try {
    const answer = await format.read(mutantFolder, { variant });
    if (answer.problem !== undefined) fault = `accepted, with ${answer.problem}`;
    else if (strict && answer.digest !== expected?.digest) fault = 'damage that was not noticed';
  } catch (error) {
    fault = checkError(error, { names: format.names?.(mutantFolder) ?? [mutantFolder] });
  }
  const milliseconds = performance.now() - started;
  // An unhandled rejection surfaces now, and belongs to this mutant.
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

function send(reply: Reply): Promise<void> {
  return new Promise((resolve, reject) =>
    process.send!(reply, (error: Error | null) => (error ? reject(error) : resolve())),
  );
}

/** Reports an unhandled error, which would end a user's program. */
function stray(error: unknown): void {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  void send({ say: 'stray', error: said.slice(0, 300) }).then(() => process.exit(1));
}

process.on('uncaughtException', stray).on('unhandledRejection', stray);
process.on('disconnect', () => process.exit());
process.on('message', (request: Request) => {
  answerTo(request).then(send, (error: unknown) =>
    send({ say: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
