"""The project's two networks in PyTorch, layer for layer as src/lib/model/create-*.ts has them."""
import torch
from torch import nn

SIDE = 48
EMOTIONS = 7


def build(architecture):
    """A fresh network: [n, 1, 48, 48] gray values 0 to 255 -> [n, 7] logits."""
    return {'classic': _classic, 'compact': _compact}[architecture]()


class Rescaling(nn.Module):
    """Gray values times a factor, plus an offset."""

    def __init__(self, scale, offset=0.0):
        super().__init__()
        self.scale, self.offset = scale, offset

    def forward(self, pixels):
        return pixels * self.scale + self.offset


def _classic():
    layers = [Rescaling(1 / 255)]
    channels = 1
    for filters, kernel in ((64, 3), (128, 5), (512, 3), (512, 3)):
        layers += [
            nn.Conv2d(channels, filters, kernel, padding='same'),
            nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Dropout(0.25),
        ]
        channels = filters
    layers.append(nn.Flatten())
    features = 512 * 3 * 3
    for units in (256, 512):
        layers += [
            nn.Linear(features, units),
            nn.BatchNorm1d(units, eps=1e-3, momentum=0.01),
            nn.ReLU(),
            nn.Dropout(0.25),
        ]
        features = units
    return nn.Sequential(*layers, nn.Linear(features, EMOTIONS))


def _compact():
    layers = [
        Rescaling(1 / 64, -2.0),
        *(_convolution(1, 32), nn.MaxPool2d(2), _normalization(32), nn.ReLU()),
        *(_convolution(32, 48), _normalization(48), nn.ReLU()),
    ]
    channels = 48
    for filters, stride in ((128, 2), (128, 1), (192, 2)):
        layers.append(Residual(channels, filters, stride))
        channels = filters
    head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(channels, EMOTIONS))
    return nn.Sequential(*layers, *head)


class Residual(nn.Module):
    """Two convolutions with squeeze and excitation, beside a shortcut."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.main = nn.Sequential(
            *(_convolution(channels, filters, stride=stride), _normalization(filters), nn.ReLU()),
            *(_convolution(filters, filters), _normalization(filters)),
            Excitation(filters),
        )
        is_same = stride == 1 and channels == filters
        pool = [] if stride == 1 else [nn.AvgPool2d(stride)]
        reshape = (*pool, _convolution(channels, filters, kernel=1), _normalization(filters))
        self.shortcut = nn.Identity() if is_same else nn.Sequential(*reshape)

    def forward(self, x):
        return torch.relu(self.main(x) + self.shortcut(x))


class Excitation(nn.Module):
    """Squeeze and excitation: each channel times a weight that the means of all give it."""

    def __init__(self, channels):
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // 8)
        self.excite = nn.Linear(channels // 8, channels)

    def forward(self, x):
        weights = torch.sigmoid(self.excite(torch.relu(self.squeeze(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


def _convolution(channels, filters, kernel=3, stride=1):
    # With stride 2, TensorFlow's `same` pads on the other side only: other pixels, as much work.
    return nn.Conv2d(channels, filters, kernel, stride=stride, padding=kernel // 2, bias=False)


def _normalization(channels):
    return nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)
