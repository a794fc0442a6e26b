# A matrix of a thousand jobs, bound, interpolated and written as JSON one by one. The original library runs this text, and so does
# `aurora`.
from pystachio import Default, Float, Integer, List, Map, Required, String, Struct


class Profile(Struct):
  heap = Default(Integer, 256)
  flags = Default(String, '-server')


class Process(Struct):
  name = Default(String, 'run')
  cmdline = Required(String)
  max_failures = Default(Integer, 1)


class Resources(Struct):
  cpu = Required(Float)
  ram = Required(Integer)
  disk = Required(Integer)


class Task(Struct):
  name = Default(String, '{{processes[0].name}}')
  processes = List(Process)
  resources = Resources


class Job(Struct):
  name = Required(String)
  role = Required(String)
  cluster = Required(String)
  environment = Default(String, 'devel')
  instances = Default(Integer, 1)
  constraints = Map(String, String)
  task = Required(Task)


run = Process(name = 'run', cmdline = 'java -Xmx{{profile.heap}}m {{profile.flags}} --id={{mesos.instance}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 536870912, disk = 1073741824))
base = Job(cluster = 'west', role = 'ops', environment = 'prod', instances = 3, task = task)
made = [base(name = 'job-%d' % i).bind(profile = Profile(heap = 256 + i)) for i in range(1000)]
texts = '\n'.join([job.json_dumps() for job in made])
