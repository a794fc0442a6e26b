//! A repository of configurations, generated: bases, and files that include one of them and make jobs of it.

use std::fs;
use std::path::Path;

/// One file in fifty is a base.
const USERS_OF_A_BASE: usize = 49;

/// Writes a tree of `scale` times 2,000 files: 40 bases and 1,960 files with 6,000 jobs.
pub fn write(folder: &Path, scale: usize) {
    let bases = 40 * scale;
    for base in 0..bases {
        let path = folder.join(format!("lib/team{base}"));
        fs::create_dir_all(&path).expect("a folder");
        fs::write(path.join("base.aurora"), self::base(base)).expect("a file");
        let services = folder.join(format!("services/team{base}"));
        fs::create_dir_all(&services).expect("a folder");
        for number in 0..USERS_OF_A_BASE {
            // Three files of a base make four jobs, which makes 6,000.
            let environments: &[&str] =
                if number < 3 { &["devel", "test", "staging0", "prod"] } else { &["devel", "test", "prod"] };
            fs::write(services.join(format!("app{number}.aurora")), user(base, number, environments)).expect("a file");
        }
    }
}

fn base(base: usize) -> String {
    format!(
        "import os

CLUSTER = 'cluster{cluster}'
ROLE = 'team{base}'
RELEASES = 'http://releases.example.com/team{base}'


class Profile(Struct):
  version = Default(String, 'latest')
  heap = Default(Integer, 256)
  threads = Default(Integer, 8)
  flags = Default(String, '-server -XX:+UseConcMarkSweepGC')


def install(name, unpack = True):
  command = 'curl -sSf %s/%s-{{{{profile.version}}}}.tgz -o app.tgz' % (RELEASES, name)
  if unpack:
    command += ' && tar xzf app.tgz'
  return Process(name = 'install', cmdline = command, max_failures = 3)


def server(name, **more):
  run = Process(
    name = 'server',
    cmdline = ' '.join([
      'exec java {{{{profile.flags}}}} -Xmx{{{{profile.heap}}}}m',
      '-Dthreads={{{{profile.threads}}}} -Dinstance={{{{mesos.instance}}}}',
      '-jar %s.jar --http={{{{thermos.ports[http]}}}} --health={{{{thermos.ports[health]}}}}' % name,
    ]),
    **more
  )
  return SequentialTask(
    name = name,
    processes = [install(name), run],
    resources = Resources(cpu = 1.0, ram = 512 * MB, disk = 2 * GB),
  )


SETTINGS = {{
  'devel': dict(instances = 1, update_config = UpdateConfig(batch_size = 1, watch_secs = 60)),
  'test': dict(instances = 2, update_config = UpdateConfig(batch_size = 1, watch_secs = 60)),
  'staging0': dict(instances = 2, update_config = UpdateConfig(batch_size = 2, watch_secs = 90)),
  'prod': dict(instances = 12, production = True, update_config = UpdateConfig(batch_size = 3, watch_secs = 120)),
}}


def service(name, environment, task, profile, **more):
  settings = dict(SETTINGS[environment])
  settings.update(more)
  job = Service(
    cluster = CLUSTER,
    role = ROLE,
    environment = environment,
    name = name,
    contact = ROLE + '@example.com',
    announce = Announcer(portmap = {{'aurora': 'http', 'admin': 'health'}}),
    constraints = {{'host': 'limit:1', 'rack': 'limit:4'}},
    task = task,
    **settings
  )
  return job.bind(profile = profile, app = os.path.basename(name))
",
        cluster = base % 4
    )
}

fn user(base: usize, number: usize, environments: &[&str]) -> String {
    let list = environments.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    format!(
        "include('../../lib/team{base}/base.aurora')

# app{number}: answers requests of team {base}.
NAME = 'app{number}'
HEAPS = {{'prod': {heap}}}

task = server(NAME, max_failures = 5)(resources = Resources(cpu = {cpu}, ram = {ram} * MB, disk = 2 * GB))


def profile(environment):
  return Profile(version = 'r%d' % {version}, heap = HEAPS.get(environment, 256), threads = {threads})


jobs = [
  service(NAME, environment, task(name = '%s-{{{{app}}}}' % environment), profile(environment))
  for environment in [{list}]
]
",
        heap = 512 + 16 * number,
        cpu = 1.0 + (number % 4) as f64 / 2.0,
        ram = 1024 + 64 * number,
        version = 1000 + base * 50 + number,
        threads = 4 + number % 12,
    )
}
