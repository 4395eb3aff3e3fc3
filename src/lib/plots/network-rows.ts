import type { LayerFacts } from './table-rows';

/** The facts about a layer that the diagram shows. */
export interface ConnectedLayer extends LayerFacts {
  /** The names of the layers whose outputs are its inputs. */
  readonly inputs: readonly string[];
  readonly multiplyAdds: number;
  /** The width in pixels of the image area that one value of the output depends on. */
  readonly receptiveField: number;
}

/** The layer types that share the row of the layer before them, with the names shown there. */
const SHORT: Readonly<Record<string, string>> = {
  BatchNormalization: 'norm',
  Activation: 'ReLU',
  MaxPooling2D: 'max pool',
  AveragePooling2D: 'mean pool',
  Dropout: 'dropout',
  Rescaling: 'scaled',
  Reshape: 'reshaped',
};

/** A row of a {@link networkDiagram}: a layer and those that directly follow it. */
export interface NetworkRow {
  layer: ConnectedLayer;
  /** The names of the layers that follow in the same row. */
  also: string[];
  /** That of the last layer in the row. */
  outputShape: readonly (number | null)[];
  /** That of the last layer in the row. */
  receptiveField: number;
  /** Of all layers in the row. */ parameters: number;
}

/** Groups layers into rows, and returns the index of each layer's row. */
export function networkRows(layers: readonly ConnectedLayer[]): {
  rows: NetworkRow[];
  rowOf: Map<string, number>;
} {
  const rows: NetworkRow[] = [];
  const rowOf = new Map<string, number>();
  const consumers = (name: string) => layers.filter(({ inputs }) => inputs.includes(name)).length;
  for (const layer of layers) {
    const [input] = layer.inputs;
    // A layer of these types joins its input's row if it is the only layer that uses that input.
    const before = layer.inputs.length === 1 && consumers(input) === 1 ? rowOf.get(input) : undefined;
    if (before === undefined || !(layer.type in SHORT)) {
      const { outputShape, receptiveField, params: parameters } = layer;
      rows.push({ layer, also: [], outputShape, receptiveField, parameters });
      rowOf.set(layer.name, rows.length - 1);
      continue;
    }
    const row = rows[before];
    row.also.push(SHORT[layer.type]);
    row.outputShape = layer.outputShape;
    row.receptiveField = layer.receptiveField;
    row.parameters += layer.params;
    rowOf.set(layer.name, before);
  }
  return { rows, rowOf };
}
