"""Runs a program with the original library: original.py PROGRAM TURNS.

Prints the median of the seconds it takes inside of this process, with the compiling left out, and below it the program's texts.
"""

import statistics
import sys
import time

path, turns = sys.argv[1], int(sys.argv[2])
with open(path) as file:
    code = compile(file.read(), path, 'exec')
times = []
for _ in range(turns):
    names = {'__name__': 'matrix'}
    start = time.perf_counter()
    exec(code, names)
    times.append(time.perf_counter() - start)
print(statistics.median(times))
print(names['texts'])
