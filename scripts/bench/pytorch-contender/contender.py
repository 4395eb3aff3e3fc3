"""PyTorch as a contender of the benchmark: JSON lines on stdin, answers on stdout. A task's `way` is its mode."""
import time

import torch
from json_lines import answer
from networks import EMOTIONS, SIDE, build
from processors import processors
from timing import time_batches, time_calls
from torch.nn import functional

MODES = ('eager-float32', 'eager-bfloat16', 'compile-float32', 'compile-bfloat16')

torch.set_num_threads(processors())
# A network is compiled for training and for prediction, for each number of images and each precision: past its limit,
# PyTorch would quietly go on without compiling.
torch._dynamo.config.recompile_limit = 64


class Contender:
    """A network in one mode: eager or compiled, in float32 or with autocast to bfloat16."""

    def __init__(self, architecture, mode):
        how, precision = mode.split('-')
        torch.manual_seed(1)
        self.network = build(architecture).to(memory_format=torch.channels_last)
        self.run = torch.compile(self.network, dynamic=False) if how == 'compile' else self.network
        self.is_bfloat16 = precision == 'bfloat16'
        # As the project's AdamW: only kernels decay.
        weights = list(self.network.parameters())
        groups = [
            {'params': [weight for weight in weights if weight.ndim > 1], 'weight_decay': 0.05},
            {'params': [weight for weight in weights if weight.ndim == 1], 'weight_decay': 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=0.001, eps=1e-7, fused=True)

    def autocast(self):
        return torch.autocast('cpu', torch.bfloat16, enabled=self.is_bfloat16)

    def step(self, x, y):
        """A training step on a batch; returns loss and accuracy."""
        self.network.train()
        with self.autocast():
            logits = self.run(x)
        loss = functional.cross_entropy(logits.float(), y)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        accuracy = (logits.argmax(1) == y.argmax(1)).float().mean()
        return loss.item(), accuracy.item()

    def probabilities(self, x):
        self.network.eval()
        with torch.inference_mode(), self.autocast():
            return torch.softmax(self.run(x).float(), 1)


contenders = {}


def contender(architecture, mode):
    """The network in that mode; those of another architecture are let go."""
    if any(key[0] != architecture for key in contenders):
        contenders.clear()
        torch.compiler.reset()
    key = (architecture, mode)
    if key not in contenders:
        contenders[key] = Contender(architecture, mode)
    return contenders[key]


def pixels(count):
    """Noise, the same in every round."""
    generator = torch.Generator().manual_seed(1)
    values = torch.randint(0, 256, (count, 1, SIDE, SIDE), generator=generator).float()
    return values.contiguous(memory_format=torch.channels_last)


def train(architecture, batch, steps, way):
    network = contender(architecture, way)
    x = pixels(batch)
    y = functional.one_hot(torch.arange(batch) % EMOTIONS, EMOTIONS).float()
    network.step(x, y)
    began = time.perf_counter()
    for _ in range(steps):
        network.step(x, y)
    return {'images': batch * steps, 'seconds': time.perf_counter() - began}


def predict(architecture, batch, batches, way):
    return time_batches(contender(architecture, way).probabilities, pixels(batch * batches), batch)


def single(architecture, calls, way):
    network = contender(architecture, way)
    x = pixels(1)
    return time_calls(lambda: network.probabilities(x).tolist(), calls)


def hello():
    """Its version, and the modes that it has here: compiled ones take a C++ compiler."""
    ways, notes = list(MODES), []
    try:
        torch.compile(lambda x: x + 1)(torch.ones(2))
    except Exception as error:
        ways = [mode for mode in MODES if not mode.startswith('compile')]
        reason = str(error).strip().split('\n')[0]
        notes.append(f'torch.compile does not work here ({reason}), so PyTorch runs eagerly')
    return {'versions': {'PyTorch': torch.__version__.split('+')[0]}, 'ways': ways, 'notes': notes}


def describe(architecture):
    network = contender(architecture, MODES[0]).network
    # With the moving means and variances, as Keras counts; without the number of batches seen.
    tensors = [*network.parameters(), *(buffer for buffer in network.buffers() if buffer.ndim > 0)]
    return {'parameters': sum(tensor.numel() for tensor in tensors)}


answer(hello, describe, train, predict, single)
