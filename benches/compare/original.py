"""Runs a program with the original library: original.py PROGRAM TURNS.

Prints the median of the seconds that the program takes inside of this process, with the compiling left out; below it that of its
function `bound` alone; below these the program's texts.
"""

import statistics
import sys
import time

path, turns = sys.argv[1], int(sys.argv[2])
with open(path) as file:
    code = compile(file.read(), path, 'exec')


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


names = {'__name__': 'matrix'}
print(statistics.median([seconds(lambda: exec(code, names)) for _ in range(turns)]))
print(statistics.median([seconds(names['bound']) for _ in range(turns)]))
print(names['texts'])
