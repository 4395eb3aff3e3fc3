import { describeSignature, type CompiledModel } from './model-signature';
import { Witness } from './witness';

/** What a model's predictions depend on apart from its weights; undefined if that is not known. */
export function witnessOf(model: CompiledModel): Witness | undefined {
  const witness = new Witness();
  return 'reason' in describeSignature(model, { withLoss: false, witness }) ? undefined : witness;
}
