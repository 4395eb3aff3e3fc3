import type { LayerFacts } from './table-rows';

/** What the diagram has to know of a layer. */
export interface ConnectedLayer extends LayerFacts {
  /** The names of the layers whose output it takes. */
  readonly inputs: readonly string[];
  readonly multiplyAdds: number;
  /** Pixels of the image, across, that one number of the output depends on. */
  readonly receptiveField: number;
}

/** What layers are called that join the row of the layer before them. */
const SHORT: Readonly<Record<string, string>> = {
  BatchNormalization: 'norm',
  Activation: 'ReLU',
  MaxPooling2D: 'max pool',
  AveragePooling2D: 'mean pool',
  Dropout: 'dropout',
  Rescaling: 'scaled',
  Reshape: 'reshaped',
};

/** A layer of a {@link networkDiagram} and what follows directly on it. */
export interface NetworkRow {
  layer: ConnectedLayer;
  /** What follows in the same row. */
  also: string[];
  /** Of the last layer in it. */
  outputShape: readonly (number | null)[];
  /** Of the last layer in it. */
  receptiveField: number;
  parameters: number;
}

/** Layers in rows, and the number of the row that each is in. */
export function networkRows(layers: readonly ConnectedLayer[]): {
  rows: NetworkRow[];
  rowOf: Map<string, number>;
} {
  const rows: NetworkRow[] = [];
  const rowOf = new Map<string, number>();
  const takers = (name: string) => layers.filter(({ inputs }) => inputs.includes(name)).length;
  for (const layer of layers) {
    const [input] = layer.inputs;
    // What has no row of its own joins that of its input, if nothing else takes that.
    const before = layer.inputs.length === 1 && takers(input) === 1 ? rowOf.get(input) : undefined;
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
