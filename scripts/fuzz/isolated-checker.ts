import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { memoryOf } from '../shared/process-memory';
import type { Verdict } from './check-plan';
import type { Plan } from './plan';

/** A plan takes a few seconds at most. */
const MOST_MILLISECONDS = 120_000;

/** A process that has grown to this is replaced. */
const WORN_BYTES = 2e9;

/** A request to a worker. */
export interface Request {
  plan: Plan;
  /** If given, run the plan this many times in stock tfjs-node instead of checking it. */
  stockTimes?: number;
}

/** The answer of a worker. */
export interface Reply {
  verdict?: Verdict;
  error?: string;
}

/**
 * Checks plans in a separate process, so that a plan that crashes it is a fault like any other.
 */
export class IsolatedChecker {
  private child?: ChildProcess;

  /** @throws an error of the fuzzer itself */
  async check(plan: Plan): Promise<Verdict> {
    const verdict = await this.once({ plan });
    if (isCrash(verdict)) return this.checkCrash(plan);
    if ((memoryOf(this.child?.pid ?? 0, 'VmRSS') ?? 0) > WORN_BYTES) this.close();
    return verdict;
  }

  /**
   * Checks that the plan crashes its process again, and only with the engine: something else may
   * have ended it the first time.
   */
  private async checkCrash(plan: Plan): Promise<Verdict> {
    const again = await this.once({ plan });
    if (!isCrash(again)) return again;
    const stock = await this.once({ plan, stockTimes: 5 });
    return isCrash(stock) ? { outcome: 'impossible', error: `stock ${stock.fault.text}` } : again;
  }

  private async once(request: Request): Promise<Verdict> {
    const { verdict, error } = await this.ask(request);
    if (!verdict) throw new Error(error);
    return verdict;
  }

  close(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private ask(request: Request): Promise<Reply> {
    this.child ??= fork(path.join(__dirname, 'worker.ts'), {
      execArgv: ['--no-warnings', '--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    const { child } = this;
    return new Promise((resolve) => {
      const finish = (reply: Reply) => {
        clearTimeout(timer);
        child.off('message', finish).off('exit', leave);
        resolve(reply);
      };
      const crash = (text: string) =>
        finish({ verdict: { outcome: 'fault', fault: { kind: `crash: ${text}`, text } } });
      const leave = (code: number | null, signal: string | null) => {
        this.child = undefined;
        crash(`ended the process with ${signal ?? `exit code ${code}`}`);
      };
      const timer = setTimeout(() => {
        child.off('exit', leave);
        this.close();
        crash(`took more than ${MOST_MILLISECONDS / 1000} s`);
      }, MOST_MILLISECONDS);
      child.on('message', finish).on('exit', leave);
      child.send(request);
    });
  }
}

function isCrash(verdict: Verdict): verdict is Extract<Verdict, { outcome: 'fault' }> {
  return verdict.outcome === 'fault' && verdict.fault.kind.startsWith('crash');
}
