"""Seconds that the original library takes for a program: original.py PROGRAM TURNS. The median, the compiling left out."""

import statistics
import sys
import time

path, turns = sys.argv[1], int(sys.argv[2])
with open(path) as file:
    code = compile(file.read(), path, 'exec')
times = []
for _ in range(turns):
    start = time.perf_counter()
    exec(code, {'__name__': 'matrix'})
    times.append(time.perf_counter() - start)
print(statistics.median(times))
