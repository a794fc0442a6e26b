//! This machine as commands over a scheduler use it: time, Ctrl-C, other programs.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::commands::remote::{Bar, Captured, Fed, Machine, Program};
use crate::scheduler::Clock;
use crate::scheduler::update::Interrupt;

use super::bar::DrawnBar;
use super::exit::Exit;
use super::feed::feed;
use super::notes;

/// How long at most a wait goes on after Ctrl-C.
const SLICE: Duration = Duration::from_millis(50);

/// How long a browser is given to say that it cannot start.
const BROWSER: Duration = Duration::from_secs(2);

/// The largest output of a captured program that is kept, in bytes.
const LARGEST_OUTPUT: u64 = 256 << 20;

/// This machine.
pub struct ThisMachine {
    clock: RealClock,
    /// Another program has the terminal: Ctrl-C is meant for it.
    is_lent: Arc<AtomicBool>,
    watched: OnceLock<()>,
}

impl ThisMachine {
    /// The machine that this process runs on.
    pub fn new() -> ThisMachine {
        // For trials against a scheduler whose time passes faster than the real one.
        let speed = std::env::var("AURORA_CLOCK_SPEED").ok().and_then(|text| text.parse().ok());
        let clock = RealClock {
            start: Instant::now(),
            start_ms: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64),
            speed: speed.filter(|speed| (1..=1_000_000).contains(speed)).unwrap_or(1),
            interrupt: Interrupt::new(),
        };
        ThisMachine { clock, is_lent: Arc::default(), watched: OnceLock::new() }
    }

    /// Runs something during which Ctrl-C is another program's matter.
    fn lend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.watch();
        self.is_lent.store(true, Ordering::SeqCst);
        let result = work();
        self.is_lent.store(false, Ordering::SeqCst);
        result
    }

    /// From now on signals raise the wish to stop.
    fn watch(&self) {
        self.watched.get_or_init(|| {
            let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal));
            let Ok(mut signals) = signal_hook::iterator::Signals::new(heeded) else { return };
            let (interrupt, is_lent) = (self.clock.interrupt.clone(), Arc::clone(&self.is_lent));
            // Without this thread a signal ends the process at once, as it did before.
            let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
                let mut raised = 0;
                for signal in signals.forever() {
                    if signal == SIGINT && is_lent.load(Ordering::SeqCst) {
                        continue;
                    }
                    interrupt.raise();
                    raised += 1;
                    if raised == 3 {
                        std::process::exit(i32::from(Exit::Interrupted.code()));
                    }
                }
            });
        });
    }
}

/// Whether this process was started with a signal ignored, as `nohup` and shells in the background do. It stays so.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}

impl Machine for ThisMachine {
    fn clock(&self) -> &dyn Clock {
        &self.clock
    }

    fn interrupt(&self) -> Interrupt {
        self.watch();
        self.clock.interrupt.clone()
    }

    fn wish(&self) -> Interrupt {
        self.clock.interrupt.clone()
    }

    fn run(&self, program: &Program) -> Result<i32, String> {
        self.lend(|| command(program).status().map(code).map_err(|why| words(program, &why)))
    }

    fn capture(&self, program: &Program) -> Result<Captured, String> {
        let fail = |why: io::Error| words(program, &why);
        let (mut reader, writer) = io::pipe().map_err(fail)?;
        let second = writer.try_clone().map_err(fail)?;
        let child = command(program).stdin(Stdio::null()).stdout(writer).stderr(second).spawn();
        let mut child = child.map_err(fail)?;
        let mut output = Vec::new();
        let read = reader.by_ref().take(LARGEST_OUTPUT).read_to_end(&mut output);
        // Whoever still writes more must not block for ever.
        drop(reader);
        let status = child.wait().map_err(fail)?;
        read.map_err(fail)?;
        Ok(Captured { code: code(status), output })
    }

    fn run_over_files(&self, program: &Program, files: &[(&str, &str)]) -> Result<i32, String> {
        let mut kept = Vec::new();
        for (name, text) in files {
            let file = tempfile::Builder::new().prefix("aurora-").suffix(&format!("-{name}")).tempfile();
            let written = file.and_then(|mut file| file.write_all(text.as_bytes()).map(|()| file));
            kept.push(written.map_err(|why| format!("a temporary file cannot be written: {why}"))?);
        }
        let mut program = program.clone();
        program.arguments.extend(kept.iter().map(|file| file.path().to_string_lossy().into_owned()));
        self.run(&program)
    }

    fn feed(&self, program: &Program, input: &[u8], limit: Duration) -> Result<Fed, String> {
        let status = feed(&mut command(program), input, limit).map_err(|why| words(program, &why))?;
        Ok(status.map_or(Fed::TooLong, |status| Fed::Ended(code(status))))
    }

    fn bar(&self, steps: usize) -> Option<Box<dyn Bar>> {
        DrawnBar::new(steps).map(|bar| Box::new(bar) as Box<dyn Bar>)
    }

    fn kept(&self, name: &str) -> Option<String> {
        notes::read(name)
    }

    fn keep(&self, name: &str, text: Option<&str>) -> Result<(), String> {
        let result = match text {
            Some(text) => notes::write(name, text),
            None => notes::forget(name),
        };
        result.map_err(|why| why.to_string())
    }

    fn process(&self) -> u32 {
        std::process::id()
    }

    fn is_at_work(&self, process: u32) -> bool {
        let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // The state stands behind the program's name in brackets; one that only waits to be buried is not at work.
        let letter = state.rsplit_once(')').and_then(|(_, rest)| rest.trim_start().chars().next());
        letter.is_some_and(|letter| letter != 'Z' && letter != 'X')
    }

    fn browse(&self, url: &str) -> Result<(), String> {
        let named = std::env::var("BROWSER").unwrap_or_default();
        let named = named.split(':').filter(|name| !name.trim().is_empty());
        let mut last = "none is known; the variable BROWSER names one".to_owned();
        for candidate in named.chain(["xdg-open", "open", "sensible-browser"]) {
            match start_browser(candidate, url) {
                Ok(()) => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::NotFound => {}
                Err(why) => last = format!("{candidate}: {why}"),
            }
        }
        Err(last)
    }
}

/// Starts a browser as the variable BROWSER names it: words, with `%s` for the address. Errors: it does not start, or ends
/// with a failure at once.
fn start_browser(candidate: &str, url: &str) -> io::Result<()> {
    let mut words: Vec<String> = candidate.split_whitespace().map(|word| word.replace("%s", url)).collect();
    if !candidate.contains("%s") {
        words.push(url.to_owned());
    }
    let mut words = words.into_iter();
    let name = words.next().ok_or(io::ErrorKind::NotFound)?;
    let child =
        Command::new(name).args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    match ended_soon(child)? {
        Some(status) if !status.success() => Err(io::Error::other(format!("it ended with {status}"))),
        _ => Ok(()),
    }
}

/// Waits a little; a browser that goes on is left to itself.
fn ended_soon(mut child: Child) -> io::Result<Option<ExitStatus>> {
    let deadline = Instant::now() + BROWSER;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn command(program: &Program) -> Command {
    let mut command = Command::new(&program.name);
    command.args(&program.arguments);
    command
}

fn words(program: &Program, why: &io::Error) -> String {
    format!("`{}` cannot be run: {why}", program.name)
}

/// The exit code as a shell has it.
fn code(status: ExitStatus) -> i32 {
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1)
}

/// The machine's clock.
struct RealClock {
    start: Instant,
    start_ms: i64,
    speed: u32,
    interrupt: Interrupt,
}

impl RealClock {
    fn wishes(&self) -> (bool, bool) {
        (self.interrupt.wants_stop(), self.interrupt.wants_out())
    }
}

impl Clock for RealClock {
    fn now_ms(&self) -> i64 {
        let passed = self.start.elapsed().saturating_mul(self.speed).as_millis();
        self.start_ms.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX))
    }

    fn sleep_ms(&self, milliseconds: i64) {
        let length = Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0)) / self.speed;
        let (start, before) = (Instant::now(), self.wishes());
        while self.wishes() == before {
            let left = length.saturating_sub(start.elapsed());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(SLICE));
        }
    }
}
