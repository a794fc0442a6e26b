"""Names of the built-in types."""

import _types
import sys

NoneType = type(None)
TypeType = type
ObjectType = object
IntType = int
LongType = long
FloatType = float
BooleanType = bool
StringType = str
UnicodeType = unicode
StringTypes = (StringType, UnicodeType)
TupleType = tuple
ListType = list
DictType = DictionaryType = dict


def _f():
    yield 1


FunctionType = type(_f)
LambdaType = type(lambda: None)
CodeType = type(_f.func_code)
GeneratorType = type(_f())


class _C:
    def _m(self):
        pass


ClassType = type(_C)
UnboundMethodType = type(_C._m)
_x = _C()
InstanceType = type(_x)
MethodType = type(_x._m)
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
ModuleType = type(sys)
FileType = file
XRangeType = xrange
SliceType = slice
EllipsisType = type(Ellipsis)
DictProxyType = _types.dictproxy
NotImplementedType = type(NotImplemented)
GetSetDescriptorType = type(FunctionType.func_code)
MemberDescriptorType = type(FunctionType.func_globals)
try:
    raise TypeError
except TypeError:
    TracebackType = type(sys.exc_info()[2])

del _x, _C, _f
