import type { AnalyseOptions, Answer, Backend, FacesAnswer, Request, StartRequest } from '../messages';

/** Finds faces and emotions in pictures, in a worker. */
export interface Analyst {
  /** What computes, once the models are loaded. Rejects with words for the user. */
  ready: Promise<Backend>;
  /** The faces in a picture, which is handed over. Rejects with words for the user. */
  analyse(picture: ImageBitmap, options: AnalyseOptions): Promise<FacesAnswer>;
}

/**
 * Starts the worker.
 *
 * @param program its JavaScript. As a blob it also starts from a disk, where a worker's file would not
 */
export function startAnalyst(program: string, { backend }: Omit<StartRequest, 'kind'>): Analyst {
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(address);
  // The worker answers in order.
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  worker.addEventListener('message', ({ data: answer }: MessageEvent<Answer>) => {
    const request = waiting.shift()!;
    if (answer.kind === 'failure') request.reject(new Error(answer.reason));
    else request.resolve(answer);
  });
  worker.addEventListener('error', ({ message }) => {
    const error = new Error(message || 'Its part that computes could not be started.');
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  const ask = <Kind extends Answer>(request: Request, transfer: Transferable[] = []) =>
    new Promise<Kind>((resolve, reject) => {
      waiting.push({ resolve: resolve as (answer: Answer) => void, reject });
      worker.postMessage(request, transfer);
    });
  const ready = ask<Extract<Answer, { kind: 'ready' }>>({ kind: 'start', backend }).then((answer) => {
    URL.revokeObjectURL(address);
    return answer.backend;
  });
  return {
    ready,
    async analyse(picture, options) {
      await ready;
      return ask<FacesAnswer>({ kind: 'analyse', picture, options }, [picture]);
    },
  };
}
