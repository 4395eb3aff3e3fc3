"""Answers the commands of scripts/shared/json-lines-process.ts: JSON lines on stdin, answers on stdout."""
import json
import os
import sys
import traceback


def answer(*tasks):
    """Runs the task that each line names, until there are no more lines."""
    by_name = {task.__name__: task for task in tasks}
    # Libraries print on stdout, too: what they print goes to stderr, so that only answers are on the pipe.
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            result = {'result': by_name[command.pop('task')](**command)}
        except Exception:
            result = {'error': traceback.format_exc()}
        print(json.dumps(result), file=answers, flush=True)
