"""Prints pip's settings, from its files and environment variables, as JSON: `{"global.proxy": "…", ":env:.cert": "…"}`."""

import ast
import json
import subprocess
import sys

listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, text=True, check=False)
if listed.returncode != 0:
    sys.exit(listed.returncode)
pairs = (line.split("=", 1) for line in listed.stdout.splitlines() if "=" in line)
print(json.dumps({name: ast.literal_eval(value) for name, value in pairs}))
