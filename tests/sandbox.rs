//! What a configuration may reach: `--hermetic` follows links before it decides, and nothing is left for a way around.

#![allow(clippy::disallowed_methods)]

#[path = "support/sealed.rs"]
mod sealed;

use std::os::unix::fs::symlink;
use std::path::Path;

/// A folder `conf` with a file and a folder of its own, and neighbours that are none of its business.
fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    for name in ["conf", "conf/parts", "conf2"] {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    write("secret.txt", "secret\n");
    write("conf2/neighbour.aurora", "x = 1\n");
    write("conf/parts/own.txt", "own\n");
    write("conf/parts/own.aurora", "y = 2\n");
    let link = |to: &str, name: &str| symlink(to, folder.path().join(name)).expect("a link");
    link("../secret.txt", "conf/file.txt");
    link("..", "conf/up");
    link("parts", "conf/inner");
    link("loop", "conf/loop");
    link("../conf2/neighbour.aurora", "conf/outward.aurora");
    folder
}

fn hermetic(folder: &Path, file: &str, program: &str, more: &[&str]) -> (i32, String) {
    std::fs::write(folder.join(file), program).expect("a program");
    let arguments = [&["eval", "--error-format", "json", "--hermetic"], more, &[file]].concat();
    let run = sealed::aurora(folder, &arguments, &[("ROLE", "ops")], b"");
    let told = [run.stdout, run.stderr].concat();
    (run.exit, String::from_utf8_lossy(&told).into_owned())
}

#[test]
fn nothing_outside_is_read() {
    let folder = world();
    let outside = folder.path().join("secret.txt").display().to_string();
    let programs = [
        "open('secret.txt').read()".to_owned(),
        "open('conf/../secret.txt').read()".to_owned(),
        "open('conf/file.txt').read()".to_owned(),
        "open('conf/up/secret.txt').read()".to_owned(),
        "open('conf/up/conf2/neighbour.aurora').read()".to_owned(),
        "open('conf/inner/../../secret.txt').read()".to_owned(),
        "open('/proc/self/environ').read()".to_owned(),
        "open('/proc/self/cwd/secret.txt').read()".to_owned(),
        "open('conf2/missing.txt').read()".to_owned(),
        "open('conf2/neighbour.aurora').read()".to_owned(),
        format!("open('{outside}').read()"),
        "include('../secret.txt')".to_owned(),
        "include('up/conf2/neighbour.aurora')".to_owned(),
        "include('outward.aurora')".to_owned(),
        "include('/etc/passwd')".to_owned(),
        "import os; os.listdir('.')".to_owned(),
        "import os; os.listdir('conf/up')".to_owned(),
        "import os; os.path.exists('secret.txt')".to_owned(),
        "import os; os.path.exists('/no/such/place')".to_owned(),
        "import os; list(os.walk('/etc'))".to_owned(),
        "import json; json.load(open('/etc/passwd'))".to_owned(),
        "execfile('conf2/neighbour.aurora')".to_owned(),
    ];
    for program in programs {
        let caught = format!("try:\n  {program}\nexcept BaseException:\n  print 'caught'\n");
        let (exit, told) = hermetic(folder.path(), "conf/main.aurora", &caught, &[]);
        let is_refused = told.contains("\"AUR0911\"") || told.contains("\"AUR0912\"");
        assert!(exit == 3 && is_refused, "{program}: {told}");
        assert!(told.contains("conf/main.aurora") && told.contains("\"line\":2"), "the place of the read: {told}");
        assert!(!told.contains("caught") && !told.contains("secret\n"), "{program}: {told}");
    }
}

#[test]
fn what_lies_inside_is_read() {
    let folder = world();
    let program = "\
import os
print open('conf/parts/own.txt').read(), open('conf/inner/own.txt').read(), open('conf/parts/../inner/own.txt').read()
print os.listdir('conf/parts'), os.path.exists('conf/missing'), os.path.isdir('conf/inner')
include('parts/own.aurora')
print y
try:
  open('conf/loop')
except IOError, e:
  print e.errno
try:
  open('conf/missing/x')
except IOError, e:
  print e.errno
";
    let (exit, told) = hermetic(folder.path(), "conf/main.aurora", program, &[]);
    assert_eq!(exit, 0, "{told}");
    assert_eq!(told, "own\nown\nown\n\n['own.aurora', 'own.txt'] False True\n2\n40\n2\n");
}

#[test]
fn a_file_that_is_itself_a_link_outward_is_refused() {
    let folder = world();
    let run = sealed::aurora(folder.path(), &["eval", "--hermetic", "conf/outward.aurora"], &[], b"");
    assert_eq!(run.exit, 3);
    assert!(String::from_utf8_lossy(&run.stderr).contains("AUR0911"));
}

#[test]
fn variables_user_host_and_clock_are_hidden() {
    let folder = world();
    let programs = [
        "import os; os.environ['ROLE']",
        "import os; os.environ.get('ROLE')",
        "import os; os.getenv('ROLE')",
        "import os; 'ROLE' in os.environ",
        "import os; os.path.expandvars('$ROLE')",
        "import os; os.path.expanduser('~')",
        "import os; os.getcwd()",
        "import getpass; getpass.getuser()",
        "import socket; socket.gethostname()",
        "import time; time.time()",
        "import time; time.localtime()",
        "import datetime; datetime.datetime.now()",
        "import random; random.random()",
        "import random; random.SystemRandom()",
        "import uuid; uuid.uuid4()",
        "import os; os.urandom(4)",
    ];
    for program in programs {
        let (exit, told) = hermetic(folder.path(), "conf/main.aurora", &format!("{program}\n"), &[]);
        let is_refused = ["AUR0911", "AUR0210", "AUR0206", "AUR0205"].iter().any(|code| told.contains(code));
        assert!(exit == 3 && is_refused, "{program}: {told}");
    }
    let allowed = "import os, getpass; print os.environ['ROLE'], getpass.getuser(), sorted(os.environ)\n";
    let named = ["--allow-env", "ROLE", "--allow-env", "LOGNAME"];
    let (exit, told) = hermetic(folder.path(), "conf/main.aurora", allowed, &named);
    assert_eq!((exit, told.as_str()), (0, "ops tester ['LOGNAME', 'ROLE']\n"));
}

/// Without options reading is allowed; writing, processes and the network never are.
#[test]
fn nothing_changes_the_world() {
    let folder = world();
    let programs = [
        "open('written', 'w')",
        "open('secret.txt', 'a')",
        "open('secret.txt', 'r+')",
        "file('written', 'wb')",
        "import os; os.system('touch written')",
        "import os; os.remove('secret.txt')",
        "import os; os.mkdir('written')",
        "import os; os.popen('touch written')",
        "import os; os.kill(1, 9)",
        "import os; os.fork()",
        "import os; os._exit(0)",
        "import os; os.chdir('/')",
        "import subprocess; subprocess.call(['touch', 'written'])",
        "import socket; socket.socket()",
        "import urllib2",
        "import ctypes",
        "import time; time.sleep(1)",
        "__import__('os').rename('secret.txt', 'written')",
        "raw_input()",
        "input()",
        "import shutil; shutil.rmtree('.')",
        "import tempfile; tempfile.mkstemp()",
        "import pickle; pickle.loads('cos\\nsystem\\n(S\"touch written\"\\ntR.')",
    ];
    for program in programs {
        std::fs::write(folder.path().join("main.aurora"), format!("{program}\n")).expect("a program");
        let run = sealed::aurora(folder.path(), &["eval", "main.aurora"], &[], b"typed\n");
        assert_eq!(run.exit, 3, "{program}: {}", String::from_utf8_lossy(&run.stdout));
        assert!(!folder.path().join("written").exists(), "{program}");
    }
    let changed = "import os\nos.environ['ROLE'] = 'x'\nos.putenv('ROLE', 'y')\n";
    std::fs::write(folder.path().join("main.aurora"), changed).expect("a program");
    sealed::aurora(folder.path(), &["eval", "main.aurora"], &[], b"");
    let secret = std::fs::read_to_string(folder.path().join("secret.txt")).expect("it is still there");
    assert_eq!(secret, "secret\n");
}
