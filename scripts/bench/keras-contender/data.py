"""The data set's pictures as Keras reads them: from the folders train/ and test/ of a tree."""
import os

import keras
import tensorflow as tf
from networks import SIDE

ImageDataGenerator = tf.keras.preprocessing.image.ImageDataGenerator

# What both sides do to an image: the same as AUGMENTATION in ../node-contender/training.ts.
AUGMENTATION = {
    'horizontal_flip': True,
    'width_shift_range': 0.08,
    'height_shift_range': 0.08,
    'rotation_range': 8,
    'zoom_range': 0.08,
    'brightness_range': (0.9, 1.1),
    'fill_mode': 'nearest',
}


def flow(folder, batch, augment=False, shuffle=False):
    """ImageDataGenerator.flow_from_directory."""
    generator = ImageDataGenerator(**AUGMENTATION) if augment else ImageDataGenerator()
    return generator.flow_from_directory(
        folder,
        target_size=(SIDE, SIDE),
        color_mode='grayscale',
        class_mode='categorical',
        batch_size=batch,
        shuffle=shuffle,
        seed=1,
    )


class Share(keras.utils.PyDataset):
    """Some of a flow's batches, so that fit() prepares those and no more."""

    def __init__(self, batches, begin, end):
        super().__init__()
        self.batches, self.begin, self.end = batches, begin, end

    def __len__(self):
        return self.end - self.begin

    def __getitem__(self, index):
        return self.batches[self.begin + index]


def read_all(tree, way):
    """Decodes every picture of the tree once and gives their number."""
    folders = [os.path.join(tree, name) for name in ('train', 'test')]
    return sum(_read(folder, way) for folder in folders if os.path.isdir(folder))


def _read(folder, way):
    if way == 'generator':
        batches = flow(folder, 64)
        return sum(len(batches[i][0]) for i in range(len(batches)))
    pictures = keras.utils.image_dataset_from_directory(
        folder, color_mode='grayscale', image_size=(SIDE, SIDE), batch_size=64, shuffle=False
    )
    return sum(int(images.shape[0]) for images, _ in pictures)
