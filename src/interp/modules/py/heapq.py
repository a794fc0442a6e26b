"""Heaps."""

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


def cmp_lt(x, y):
    return (x < y) if hasattr(x, '__lt__') else (not y <= x)


def _check(heap):
    if not isinstance(heap, list):
        raise TypeError('heap argument must be a list')


def heappush(heap, item):
    _check(heap)
    heap.append(item)
    _siftdown(heap, 0, len(heap) - 1)


def heappop(heap):
    _check(heap)
    if not heap:
        raise IndexError('index out of range')
    last = heap.pop()
    if heap:
        first = heap[0]
        heap[0] = last
        _siftup(heap, 0)
        return first
    return last


def heapreplace(heap, item):
    _check(heap)
    if not heap:
        raise IndexError('index out of range')
    first = heap[0]
    heap[0] = item
    _siftup(heap, 0)
    return first


def heappushpop(heap, item):
    _check(heap)
    if heap and cmp_lt(heap[0], item):
        item, heap[0] = heap[0], item
        _siftup(heap, 0)
    return item


def heapify(x):
    _check(x)
    for i in reversed(xrange(len(x) // 2)):
        _siftup(x, i)


def _siftdown(heap, start, pos):
    item = heap[pos]
    while pos > start:
        parent_pos = (pos - 1) >> 1
        parent = heap[parent_pos]
        if cmp_lt(item, parent):
            heap[pos] = parent
            pos = parent_pos
            continue
        break
    heap[pos] = item


def _siftup(heap, pos):
    end = len(heap)
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not cmp_lt(heap[child], heap[right]):
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _siftdown(heap, start, pos)


def nlargest(n, iterable, key=None):
    if not isinstance(n, (int, long)):
        raise TypeError('an integer is required')
    n = max(n, 0)
    return sorted(iterable, key=key, reverse=True)[:n]


def nsmallest(n, iterable, key=None):
    if not isinstance(n, (int, long)):
        raise TypeError('an integer is required')
    n = max(n, 0)
    return sorted(iterable, key=key)[:n]


def merge(*iterables):
    heap = []
    for order, it in enumerate(map(iter, iterables)):
        try:
            heap.append([it.next(), order, it.next])
        except StopIteration:
            pass
    heapify(heap)
    while len(heap) > 1:
        try:
            while True:
                value, order, advance = entry = heap[0]
                yield value
                entry[0] = advance()
                heapreplace(heap, entry)
        except StopIteration:
            heappop(heap)
    if heap:
        value, order, advance = heap[0]
        yield value
        try:
            while True:
                yield advance()
        except StopIteration:
            pass
