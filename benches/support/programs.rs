//! Configurations to measure with.

/// One job of one process.
pub fn hello() -> String {
    "hello = Process(name = 'hello', cmdline = 'while true; do echo hello from {{mesos.instance}}; sleep 10; done')
task = SequentialTask(processes = [hello], resources = Resources(cpu = 1.0, ram = 128 * MB, disk = 128 * MB))
jobs = [Service(cluster = 'west', role = 'ops', environment = 'devel', name = 'hello', task = task)]
"
    .to_owned()
}

/// A loop over a base job, with a profile bound to each of `count` jobs.
pub fn matrix(count: usize) -> String {
    format!(
        "class Profile(Struct):
  heap = Default(Integer, 256)
  flags = Default(String, '-server')
run = Process(name = 'run', cmdline = 'java -Xmx{{{{profile.heap}}}}m {{{{profile.flags}}}} --id={{{{mesos.instance}}}}')
task = SequentialTask(processes = [run], resources = Resources(cpu = 1.0, ram = 512 * MB, disk = 1 * GB))
base = Service(cluster = 'west', role = 'ops', environment = 'prod', instances = 3, task = task)
jobs = [base(name = 'job-%d' % i).bind(profile = Profile(heap = 256 + i)) for i in range({count})]
"
    )
}

/// One job of `count` processes, one after another.
pub fn processes(count: usize) -> String {
    format!(
        "steps = [Process(name = 'step-%d' % i, cmdline = 'run --step=%d --of={{{{total}}}}' % i) for i in range({count})]
task = SequentialTask(name = 'steps', processes = steps, resources = Resources(cpu = 1.0, ram = 1 * GB, disk = 1 * GB))
jobs = [Job(cluster = 'west', role = 'ops', environment = 'prod', name = 'long', task = task).bind(total = {count})]
"
    )
}

/// `count` files, each of which includes the next, and the text that includes the first and makes a job.
pub fn includes(count: usize) -> (Vec<(String, String)>, String) {
    let file = |at: usize| {
        let next =
            if at + 1 < count { format!("include('layer{}.aurora')\n", at + 1) } else { "total = 0\n".to_owned() };
        let text = format!(
            "{next}total += {at}
def layer{at}(name, **more):
  settings = dict(cmdline = 'run {{{{mesos.instance}}}} %s' % name, max_failures = {at})
  settings.update(more)
  return Process(name = name, **settings)
"
        );
        (format!("layer{at}.aurora"), text)
    };
    let main = "include('layer0.aurora')
task = SequentialTask(processes = [layer0('first')], resources = Resources(cpu = 1.0, ram = 1 * GB, disk = 1 * GB))
jobs = [Job(cluster = 'west', role = 'ops', environment = 'prod', name = 'layers-%d' % total, task = task)]
";
    ((0..count).map(file).collect(), main.to_owned())
}

/// A loop of `count` rounds with arithmetic and branches.
pub fn loops(count: usize) -> String {
    format!(
        "def count(n):
  total = 0
  for i in range(n):
    if i % 3 == 0:
      total += i
    else:
      total -= 1
  while total > 0:
    total -= n
  return total
result = count({count})
"
    )
}

/// `count` calls of a function with positional, named and default arguments.
pub fn calls(count: usize) -> String {
    format!(
        "def add(a, b = 1, *rest, **named):
  return a + b
def work(n):
  total = 0
  for i in range(n):
    total = add(total, b = i)
  return total
result = work({count})
"
    )
}

/// A text of `count` pieces, by formatting, joining and replacing.
pub fn strings(count: usize) -> String {
    format!(
        "pieces = []
for i in range({count}):
  pieces.append('%s=%d' % ('key', i))
text = ' '.join(pieces)
for i in range(20):
  text = text.replace('key', 'name').upper().lower()
words = text.split(' ')
"
    )
}

/// Comprehensions over `count` elements: a list, a filter, a dictionary, a generator.
pub fn comprehensions(count: usize) -> String {
    format!(
        "squares = [i * i for i in range({count})]
even = [i for i in squares if i % 2 == 0]
table = {{i: str(i) for i in range({count})}}
total = sum(i for i in even)
"
    )
}
