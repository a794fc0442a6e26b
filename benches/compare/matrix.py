# The matrix of a thousand jobs: a loop over a base job with the structs of Aurora 0.5.0, and a profile bound to each. The original
# library runs this text, and so does `aurora`.
from pystachio import Boolean, Default, Float, Integer, List, Map, Required, String, Struct


class Process(Struct):
  cmdline = Required(String)
  name = Required(String)
  max_failures = Default(Integer, 1)
  daemon = Default(Boolean, False)
  ephemeral = Default(Boolean, False)
  min_duration = Default(Integer, 5)
  final = Default(Boolean, False)


class Constraint(Struct):
  order = List(String)


class Resources(Struct):
  cpu = Required(Float)
  ram = Required(Integer)
  disk = Required(Integer)


class Task(Struct):
  name = Default(String, '{{processes[0].name}}')
  processes = List(Process)
  constraints = Default(List(Constraint), [])
  resources = Resources
  max_failures = Default(Integer, 1)
  max_concurrency = Default(Integer, 0)
  finalization_wait = Default(Integer, 30)
  user = String


class UpdateConfig(Struct):
  batch_size = Default(Integer, 1)
  restart_threshold = Default(Integer, 60)
  watch_secs = Default(Integer, 45)
  max_per_shard_failures = Default(Integer, 0)
  max_total_failures = Default(Integer, 0)
  rollback_on_failure = Default(Boolean, True)


class HealthCheckConfig(Struct):
  initial_interval_secs = Default(Float, 15.0)
  interval_secs = Default(Float, 10.0)
  timeout_secs = Default(Float, 1.0)
  max_consecutive_failures = Default(Integer, 0)


class Announcer(Struct):
  primary_port = Default(String, 'http')
  portmap = Default(Map(String, String), {'aurora': '{{primary_port}}'})


class MesosJob(Struct):
  name = Default(String, '{{task.name}}')
  role = Required(String)
  contact = String
  cluster = Required(String)
  environment = Required(String)
  instances = Default(Integer, 1)
  task = Required(Task)
  recipes = List(String)
  announce = Announcer
  cron_schedule = String
  cron_policy = String
  cron_collision_policy = String
  update_config = Default(UpdateConfig, UpdateConfig())
  constraints = Map(String, String)
  daemon = Boolean
  service = Boolean
  max_task_failures = Default(Integer, 1)
  production = Default(Boolean, False)
  priority = Default(Integer, 0)
  health_check_interval_secs = Integer
  health_check_config = Default(HealthCheckConfig, HealthCheckConfig())
  task_links = Map(String, String)
  enable_hooks = Default(Boolean, False)


class Profile(Struct):
  heap = Default(Integer, 256)
  flags = Default(String, '-server')


run = Process(name = 'run', cmdline = 'java -Xmx{{profile.heap}}m {{profile.flags}} --id={{mesos.instance}}')
task = Task(processes = [run], constraints = [Constraint(order = ['run'])],
            resources = Resources(cpu = 1.0, ram = 536870912, disk = 1073741824))
base = MesosJob(cluster = 'west', role = 'ops', environment = 'prod', instances = 3, service = True, task = task)
profile = Profile()


def bound():
  return [base(name = 'job-%d' % i).bind(profile = Profile(heap = 256 + i)).interpolate()[0] for i in range(1000)]


texts = '\n'.join([job.json_dumps() for job in bound()])
