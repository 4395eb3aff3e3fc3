import { ExpectationError } from '../../errors';
import type { CompiledNetwork } from './compiled-network';

/** Compiled networks, each of which is freed with the model that it was made of. */
export class Networks {
  private readonly all = new WeakMap<object, CompiledNetwork[]>();
  private readonly open = new Set<CompiledNetwork[]>();
  private readonly finalizers = new FinalizationRegistry<CompiledNetwork[]>((own) => this.close(own));

  /** Takes a model's network, and returns it. */
  add(model: object, network: CompiledNetwork): CompiledNetwork {
    let own = this.all.get(model);
    if (!own) {
      own = [];
      this.all.set(model, own);
      this.finalizers.register(model, own, own);
    }
    own.push(network);
    this.open.add(own);
    return network;
  }

  /** Frees a model's networks. */
  free(model: object): void {
    const own = this.all.get(model);
    if (!own) return;
    this.finalizers.unregister(own);
    this.all.delete(model);
    this.close(own);
  }

  /** Frees all networks. */
  freeAll(): void {
    for (const own of [...this.open]) this.close(own);
  }

  private close(own: CompiledNetwork[]): void {
    for (const network of own.splice(0)) network.close();
    this.open.delete(own);
  }
}

/**
 * Says that a model predicts with TensorFlow because of an error, and returns the error's message.
 * What ONNX has no operator for is no surprise, and no warning.
 */
export function warnOfFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ExpectationError))
    process.emitWarning(`A model predicts with TensorFlow instead of OpenVINO: ${message}`, {
      code: 'FAST_TRAINING_WITHOUT_OPENVINO',
    });
  return message;
}
