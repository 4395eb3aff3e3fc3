import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../attack';
import { memoryOf } from '../../shared/process-memory';
import type { Made, Reply, Request } from './messages';

/** Limits for reading a file. */
export interface Limits {
  milliseconds: number;
  bytes: number;
}

/** The default limits: ten seconds, a gigabyte. */
export const LIMITS: Limits = { milliseconds: 10_000, bytes: 1e9 };

/** A worker is ended above this, before it exhausts the machine's memory. */
const DANGEROUS_BYTES = 3e9;

/**
 * A worker that has grown to this is replaced, so that one mutant's memory is not attributed to the
 * next.
 */
const WORN_BYTES = 8e8;

/** The time limit for creating a mutant. */
const MAKING_MILLISECONDS = 120_000;

/** A process that reads mutants, and is replaced when it ends. */
export class Worker {
  private child?: ChildProcess;

  constructor(
    private readonly scratch: string,
    private readonly kept: string,
    private readonly limits = LIMITS,
  ) {}

  /** Lets a worker create the undamaged files of a format. */
  async prepare(format: string, originals: string): Promise<void> {
    const ends = await this.ask({ do: 'prepare', format, originals });
    if (ends.say !== 'prepared')
      throw new Error(`The files of ${format} could not be created: ${JSON.stringify(ends)}`);
    await this.closeIfWorn();
  }

  /** Lets a worker create and read one mutant; the input of a fault is kept under `label`. */
  async attack(request: Extract<Request, { do: 'attack' }>, label: string): Promise<Outcome> {
    const first = await this.once(request);
    // A long-running process or a busy machine may have contributed, so the fault must be
    // reproduced in a fresh process.
    const outcome = first.fault?.match(/^(took|filled)/) ? await this.again(request) : first;
    if (outcome.fault !== undefined) this.keep(label);
    await this.closeIfWorn();
    return outcome;
  }

  private async closeIfWorn(): Promise<void> {
    if ((memoryOf(this.child?.pid ?? 0, 'VmRSS') ?? 0) > WORN_BYTES) await this.close();
  }

  async close(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /**
   * Creates the same mutant in one process and reads it in another, to measure only the reader's
   * memory and time.
   */
  private async again(request: Extract<Request, { do: 'attack' }>): Promise<Outcome> {
    await this.close();
    const { say, made, error } = await this.ask({ ...request, do: 'make' });
    if (say !== 'made') throw new Error(error ?? `The mutant could not be created again: ${say}`);
    await this.close();
    return this.once({ ...request, made });
  }

  private async once(request: Extract<Request, { do: 'attack' }>): Promise<Outcome> {
    const said = await this.ask(request);
    if (said.say === 'failed' || said.say === 'prepared' || said.say === 'made') throw new Error(said.error);
    const { what = 'before a mutant was made', milliseconds, peakBytes } = said;
    const outcome = { what, milliseconds, peakBytes };
    if (said.say === 'hung')
      return { ...outcome, fault: `took more than ${this.limits.milliseconds / 1000} s` };
    if (said.say === 'full') return { ...outcome, fault: 'filled more than 3 GB of memory' };
    if (said.say === 'gone') return { ...outcome, fault: `ended the process with ${said.end}` };
    // The worker is about to end.
    if (said.say === 'stray') await this.close();
    if (said.say === 'stray') return { ...outcome, fault: `an unhandled error: ${said.error}` };
    if (said.fault === undefined && (peakBytes ?? 0) > this.limits.bytes)
      return { ...outcome, fault: `filled ${((peakBytes ?? 0) / 1e9).toFixed(1)} GB of memory` };
    return { ...outcome, fault: said.fault };
  }

  private keep(label: string): void {
    const to = path.join(this.kept, label);
    rmSync(to, { recursive: true, force: true });
    mkdirSync(this.kept, { recursive: true });
    try {
      cpSync(path.join(this.scratch, 'mutant'), to, { recursive: true, verbatimSymlinks: true });
    } catch (error) {
      // A named pipe, for example, can't be copied; the command that reproduces the fault creates
      // it again.
      if (!(error instanceof Error)) throw error;
    }
  }

  private start(): ChildProcess {
    mkdirSync(this.scratch, { recursive: true });
    this.child ??= fork(path.join(__dirname, 'worker.ts'), [this.scratch], {
      execArgv: ['--import', 'tsx', '--expose-gc'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    return this.child;
  }

  /** The final answer to a request, or how the worker ended without one. */
  private ask(request: Request): Promise<Ending> {
    const child = this.start();
    return new Promise((resolve) => {
      let reading: { what: string } | undefined;
      let began = performance.now();
      let peakBytes: number | undefined;
      const finish = (ending: Partial<Ending> & Pick<Ending, 'say'>) => {
        clearInterval(watch);
        child.off('message', hear).off('exit', leave);
        const times = { milliseconds: performance.now() - began, peakBytes };
        resolve({ ...times, ...reading, ...ending });
      };
      const hear = (reply: Reply) => {
        if (reply.say !== 'reading') return finish(reply);
        reading = { what: reply.what };
        began = performance.now();
      };
      const leave = (code: number | null, signal: string | null) => {
        this.child = undefined;
        finish({ say: 'gone', end: signal ?? `exit code ${code}` });
      };
      const watch = setInterval(() => {
        const now = memoryOf(child.pid!, 'VmRSS');
        if (reading && now !== undefined) peakBytes = Math.max(peakBytes ?? 0, now);
        const isFull = (now ?? 0) > DANGEROUS_BYTES;
        const limit = reading ? this.limits.milliseconds : MAKING_MILLISECONDS;
        if (!isFull && performance.now() - began < limit) return;
        child.off('exit', leave);
        void this.close().then(() => {
          if (reading) finish({ say: isFull ? 'full' : 'hung' });
          else
            finish({
              say: 'failed',
              error: `No mutant within ${limit / 1000} s: ${JSON.stringify(request)}`,
            });
        });
      }, 100);
      child.on('message', hear).on('exit', leave);
      child.send(request);
    });
  }
}

/** The end of a request. */
interface Ending {
  say: 'prepared' | 'made' | 'read' | 'stray' | 'failed' | 'hung' | 'full' | 'gone';
  what?: string;
  made?: Made;
  fault?: string;
  error?: string;
  end?: string;
  milliseconds: number;
  peakBytes?: number;
}
