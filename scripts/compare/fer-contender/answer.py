"""How a program in Python answers the comparison's one command."""
import json
import os
import sys


def answer(task):
    """Reads a command, one JSON line on stdin, and writes what `task(tell, **parameters)` returns, a line on stdout.

    `tell` writes a line before that, such as `tell({'progress': [1, 10]})`. Libraries print on stdout, too: what they
    print goes to stderr, so that only answers are on the pipe.
    """
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)

    def tell(line):
        print(json.dumps(line), file=answers, flush=True)

    command = json.loads(sys.stdin.readline())
    command.pop('task')
    tell({'result': task(tell=tell, **command)})
