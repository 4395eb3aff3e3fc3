"""The project's two networks in Keras, layer for layer as src/lib/model/create-*.ts has them."""
from keras import Model, layers

SIDE = 48
EMOTIONS = 7


def build(architecture):
    """A fresh network: [n, 48, 48, 1] gray values 0 to 255 -> [n, 7] probabilities."""
    pixels = layers.Input((SIDE, SIDE, 1))
    return Model(pixels, {'classic': _classic, 'compact': _compact}[architecture](pixels))


def _classic(pixels):
    x = layers.Rescaling(1 / 255)(pixels)
    for filters, kernel in ((64, 3), (128, 5), (512, 3), (512, 3)):
        x = layers.Conv2D(filters, kernel, padding='same')(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Dropout(0.25)(x)
    x = layers.Flatten()(x)
    for units in (256, 512):
        x = layers.Dense(units)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
        x = layers.Dropout(0.25)(x)
    return _probabilities(x)


def _compact(pixels):
    x = layers.Rescaling(1 / 64, offset=-2)(pixels)
    x = layers.MaxPooling2D(2)(_convolution(x, 32))
    x = layers.ReLU()(_normalization(x))
    x = layers.ReLU()(_normalization(_convolution(x, 48)))
    for filters, stride in ((128, 2), (128, 1), (192, 2)):
        x = _residual(x, filters, stride)
    x = layers.GlobalAveragePooling2D()(x)
    return _probabilities(layers.Dropout(0.2)(x))


def _residual(x, filters, stride):
    main = layers.ReLU()(_normalization(_convolution(x, filters, stride=stride)))
    main = _normalization(_convolution(main, filters))
    shortcut = x
    if stride != 1 or x.shape[-1] != filters:
        shortcut = layers.AveragePooling2D(stride)(x)
        shortcut = _normalization(_convolution(shortcut, filters, kernel=1))
    return layers.ReLU()(layers.Add()([_excite(main), shortcut]))


def _excite(x):
    channels = x.shape[-1]
    weights = layers.GlobalAveragePooling2D()(x)
    weights = layers.Dense(channels // 8, activation='relu', kernel_initializer='he_normal')(weights)
    weights = layers.Dense(channels, activation='sigmoid')(weights)
    return layers.Multiply()([x, layers.Reshape((1, 1, channels))(weights)])


def _convolution(x, filters, kernel=3, stride=1):
    return layers.Conv2D(
        filters, kernel, strides=stride, padding='same', use_bias=False, kernel_initializer='he_normal'
    )(x)


def _normalization(x):
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)


def _probabilities(x):
    # As Keras's guide to mixed precision has it: the last layer computes in float32.
    return layers.Dense(EMOTIONS, activation='softmax', dtype='float32')(x)
