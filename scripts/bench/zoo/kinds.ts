/** A kind of model of the zoo. */
export interface ZooKind {
  name: string;
  /** What its rows are called. */
  title: string;
  /** Whether it is a convolutional network, of which more is required. */
  isConvolutional?: boolean;
}

/**
 * The kinds of models on which the engine is compared with stock tfjs-node; ../node-contender/zoo/
 * builds them.
 */
export const ZOO_KINDS: readonly ZooKind[] = [
  { name: 'xor', title: 'two dense layers on XOR' },
  { name: 'softmax', title: 'softmax classifier' },
  { name: 'regression', title: 'regression' },
  { name: 'binary', title: 'binary classifier with accuracy' },
  { name: 'deep', title: 'deep dense network with batch normalization' },
  { name: 'autoencoder', title: 'autoencoder' },
  { name: 'lenet', title: 'LeNet', isConvolutional: true },
  { name: 'vgg', title: 'VGG', isConvolutional: true },
  { name: 'resnet', title: 'ResNet', isConvolutional: true },
  { name: 'mobilenet', title: 'MobileNet', isConvolutional: true },
  { name: 'conv1d', title: 'one-dimensional convolutions', isConvolutional: true },
  { name: 'unet', title: 'U-Net', isConvolutional: true },
  { name: 'noise', title: 'noise layers' },
  { name: 'layernorm', title: 'layer normalization' },
  { name: 'embedding', title: 'embedding and global pooling' },
  { name: 'lstm', title: 'LSTM' },
  { name: 'masked', title: 'masked LSTM' },
  { name: 'gru', title: 'two GRUs' },
  { name: 'stateful', title: 'stateful RNN' },
  { name: 'bidirectional', title: 'bidirectional LSTM' },
  { name: 'attention', title: 'attention' },
  { name: 'multi', title: 'two inputs, two outputs' },
];

/** How a model is used: the names of the ways, and of tfjs' methods. */
export const ZOO_WAYS = [
  { way: 'fit', method: 'fit' },
  { way: 'step', method: 'trainOnBatch' },
  { way: 'predict', method: 'predict' },
] as const;
