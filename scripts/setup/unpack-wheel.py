"""Unpacks C libraries from a wheel, and TensorFlow's headers: unpack-wheel.py <wheel> <to> <from> <library>…"""

import os
import shutil
import sys
import zipfile

# The headers that tfjs-node's binding includes, directly or indirectly. All of include/ would be 268 MB more.
HEADERS = (
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/",
    "tensorflow/include/tsl/platform/",
    "tensorflow/include/xla/tsl/c/",
)

wheel, folder, origin, *libraries = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    wanted = {f"{origin}/{name}": f"lib/{name}" for name in libraries}
    for name in archive.namelist():
        if name.startswith(HEADERS) and name.endswith(".h"):
            wanted[name] = name[len("tensorflow/"):]
    for name, place in wanted.items():
        target = os.path.join(folder, place)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        # Reading to the end checks the entry's CRC.
        with archive.open(name) as source, open(target, "wb") as output:
            shutil.copyfileobj(source, output, 1 << 20)
