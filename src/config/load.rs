//! Evaluating a configuration file, and the jobs that it defines (`reference/loading.md §2, §3`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::interp::budget::Limits;
use crate::interp::error::{self, Error, Exc, Exception, Fault};
use crate::interp::host::{Host, HostError};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{self, Context, ErrorClass, Object, Step, Type};
use crate::source::{SourceFile, SourceMap, Span};

use super::Release;
use super::bindings::Bindings;
use super::configuration::Shared;
use super::declared;
use super::environment::{self, State};
use super::files::{Capabilities, Files, Root};
use super::given;
use super::hermetic::folder_of;
use super::include::{Include, run_file};
use super::inputs::{Found, Input, Inputs};
use super::jobs_place::JobsPlace;
use super::json_places::JsonPlaces;
use super::pick;
use super::problem::{Problems, Result, in_python, of_error, spoken};
use super::release_hint;
use super::trees::Trees;

/// How to evaluate.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whose schema is in scope.
    pub release: Release,
    /// The budget of the program.
    pub limits: Limits,
    /// The budget of the object system.
    pub object_limits: objects::Limits,
    /// What the configuration may reach.
    pub capabilities: Capabilities,
}

/// One evaluation: the machine and the namespace in which files have run.
pub struct Evaluation {
    /// The machine.
    pub vm: Vm,
    /// Where the configuration's names are.
    pub namespace: Rc<Dict>,
    /// The objects' state.
    pub cx: Rc<Context>,
    /// What was read.
    pub inputs: Inputs,
    state: Rc<State>,
    include: Rc<Include>,
    user: Rc<str>,
    root: Root,
    /// The start of the file that was run first.
    main: Rc<Cell<Span>>,
    /// What the user should know of a file of JSON.
    json_warnings: Rc<RefCell<Vec<Diagnostic>>>,
}

impl Evaluation {
    /// A machine with the schema in scope. Errors: the machine's budget does not suffice for that.
    pub fn new(world: Box<dyn Host>, settings: &Settings, sources: &Rc<RefCell<SourceMap>>) -> Result<Evaluation> {
        let mut files = Files::new(world, settings.capabilities.clone(), &settings.limits);
        let (inputs, root) = (files.inputs(), files.root());
        let user = files.owner();
        let mut vm = Vm::new(Box::new(files), settings.limits, Rc::clone(sources));
        let namespace = Rc::new(Dict::new());
        let include = Include::new(&namespace);
        let installed = environment::install(&mut vm, &namespace, settings.release, settings.object_limits);
        let state = match installed {
            Ok(state) => state,
            Err(error) => return Err(Problems(report(&mut vm, &include, error))),
        };
        vm.namespace = Some(Rc::clone(&namespace));
        vm.set_importer(Rc::new(environment::import_schema));
        let cx = Rc::clone(&state.context);
        namespace.set_name("include", Value::Host(Rc::<Include>::clone(&include)));
        Ok(Evaluation {
            vm,
            namespace,
            cx,
            inputs,
            state,
            include,
            user: user.into(),
            root,
            main: Rc::default(),
            json_warnings: Rc::default(),
        })
    }

    /// Gives up knowing where values come from, for the time that it takes. To be called before a file is run.
    pub fn forget_origins(&mut self) {
        self.vm.keeps_places = false;
        self.cx.forget_origins();
    }

    /// Runs a file. Errors: it cannot be read, or what it raised.
    pub fn run_file(&mut self, path: &str) -> Result<()> {
        let bytes = self.read(path)?;
        self.run_bytes(path, &bytes)
    }

    /// Runs a text that has a name.
    pub fn run_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.root.get_or_init(|| folder_of(name).to_owned());
        if bytes.contains(&0) {
            let message = format!("`{name}` holds a NUL byte, so it is no text that Python reads");
            let help = "save the file as UTF-8: editors that say \"Unicode\" mean two bytes for a character";
            let file = self.vm.sources.borrow_mut().add(name, bytes);
            let place = file.ok().and_then(|file| {
                let at = file.base + u32::try_from(file.text.find('\0')?).ok()?;
                Some(Span::new(at, at + 1))
            });
            let diagnostic = Diagnostic::error("AUR0124", Kind::Type, message).help(help);
            return Err(diagnostic.at(place.unwrap_or_default(), "here").into());
        }
        self.include.begin(name, Span::NONE);
        let result = run_file(&mut self.vm, name, bytes, &self.namespace);
        let result = self.checked(result);
        self.include.end(true);
        if self.main.get().is_none() {
            let sources = self.vm.sources.borrow();
            let file = sources.files().iter().find(|file| file.name == name);
            self.main.set(file.map_or(Span::NONE, |file| Span::new(file.base, file.base)));
        }
        result
    }

    /// The bytes of a file that the user named.
    fn read(&mut self, path: &str) -> Result<Vec<u8>> {
        self.root.get_or_init(|| folder_of(path).to_owned());
        self.vm.host().read_file(path).map_err(|error| match error {
            HostError::Os(_, text) => {
                Diagnostic::error("AUR0003", Kind::Include, format!("`{path}` cannot be read: {text}")).into()
            }
            HostError::Refused(diagnostic) => (*diagnostic).into(),
        })
    }

    /// The result of running code, its errors for people.
    pub fn checked<T>(&mut self, result: error::Result<T>) -> Result<T> {
        result.map_err(|error| Problems(report(&mut self.vm, &self.include, error)))
    }

    /// Who included whom so far, in the order in which it happened, each pair once; paths as the machine was asked for them.
    pub fn includes(&self) -> Vec<(String, String)> {
        self.include.pairs()
    }

    /// Which releases have an attribute of a type of the schema that this one has not.
    pub fn release_hint(&self, name: &str, ty: &Type) -> Option<String> {
        let candidates = ty.as_struct()?.names();
        let facts = objects::Facts { name: Some(name.into()), candidates, ..objects::Facts::default() };
        release_hint::of(&self.state.schema, &facts)
    }

    /// The value of a name that the configuration defines.
    pub fn name(&self, name: &str) -> Option<Value> {
        self.namespace.get_name(name)
    }

    /// The jobs of the file. Errors: there are none, or something else stands in the list.
    pub fn jobs(&mut self) -> Result<Vec<Object>> {
        let Some(jobs) = self.name("jobs") else { return Err(self.near_jobs().into()) };
        let is_some = self.vm.truth(&jobs);
        if !self.checked(is_some)? {
            return Err(pick::no_jobs(self.jobs_place().whole).into());
        }
        if matches!(jobs, Value::Int(_) | Value::Bool(_) | Value::Long(_) | Value::Float(_)) {
            let type_name = self.vm.type_name(&jobs).to_string();
            return Err(self.no_list(Kind::Type, &type_name).into());
        }
        let elements = self.vm.collect(&jobs);
        let elements = self.checked(elements).map_err(|mut problems| {
            let lone = environment::object_of(&jobs).filter(is_job);
            if let (Some(job), Some(first)) = (lone, problems.0.first_mut()) {
                *first = Diagnostic {
                    exception: first.exception.take(),
                    ..self.no_list(first.kind, spoken(job.ty().name()))
                };
            }
            problems
        })?;
        let mut problems = Problems::default();
        let mut found = Vec::with_capacity(elements.len());
        let mut place = None;
        for (at, element) in elements.iter().enumerate() {
            match environment::object_of(element).filter(is_job) {
                Some(job) => found.push(job),
                None => {
                    let type_name = self.vm.type_name(element);
                    let message = format!("element {at} of `jobs` is no job: its type is {type_name}");
                    let diagnostic = Diagnostic::error("AUR0415", Kind::Runtime, message);
                    let diagnostic = diagnostic.help("every element must be a Job(…) or Service(…)");
                    let place = place.get_or_insert_with(|| self.jobs_place());
                    problems.0.push(diagnostic.at(place.element(at, elements.len()), "this element"));
                }
            }
        }
        problems.or_value(Some(found))
    }

    fn jobs_place(&self) -> JobsPlace {
        JobsPlace::find(&self.vm.sources.borrow(), self.main.get())
    }

    /// The file does not set `jobs`; perhaps it sets a name that is near to it.
    fn near_jobs(&self) -> Diagnostic {
        let is_list = |value: &Value| matches!(value, Value::List(_) | Value::Tuple(_));
        let lists = self.namespace.items().into_iter().filter_map(|(name, value)| match name {
            Value::Str(name) if is_list(&value) => Some(name.lossy().into_owned()),
            _ => None,
        });
        let names: Vec<String> = lists.collect();
        let near = nearest("jobs", names.iter().map(String::as_str));
        let sources = self.vm.sources.borrow();
        match near.map(|near| (near, JobsPlace::find_name(near, &sources, self.main.get()).whole)) {
            Some((near, place)) if !place.is_none() => {
                let error = pick::no_jobs(Span::NONE).at(place, format!("`{near}` is set here"));
                error.help("did you mean `jobs`? The list of jobs is looked for under this name")
            }
            _ => pick::no_jobs(self.main.get()),
        }
    }

    /// `jobs` is something else than a list.
    fn no_list(&self, kind: Kind, type_name: &str) -> Diagnostic {
        let message = format!("`jobs` must be a list of jobs and is of type {type_name}");
        Diagnostic::error("AUR0415", kind, message)
            .help("write the brackets of a list, even around a single job: jobs = [Job(…)]")
            .at(self.jobs_place().whole, "set here")
    }

    /// The job that a JSON file holds.
    pub fn json_job(&mut self, path: &str) -> Result<Object> {
        let bytes = self.read(path)?;
        self.json_job_of(path, &bytes)
    }

    /// The job that a text of JSON with a name holds.
    pub fn json_job_of(&mut self, path: &str, bytes: &[u8]) -> Result<Object> {
        let file = self.vm.add_source(path, bytes);
        let file = self.checked(file)?;
        let places = JsonPlaces::read(&file)?;
        let ty = self.state.schema.ty("MesosJob")?;
        let job = ty.json_loads(&self.cx, &file.text, false, file.span()).map_err(|error| {
            if places.is_object() {
                return error.with_facts(|facts| {
                    let at = |name: Option<&Rc<str>>| {
                        let steps: Vec<Step> =
                            facts.path.iter().cloned().chain(name.cloned().map(Step::Field)).collect();
                        (0..=steps.len()).rev().find_map(|end| places.at(&steps[..end])).unwrap_or_default()
                    };
                    let span = at(facts.name.as_ref());
                    let others = facts.others.iter().map(|(name, _)| (Rc::clone(name), at(Some(name)))).collect();
                    (facts.span, facts.others) = (span, others);
                });
            }
            error
        });
        let job = job.map_err(|error| match places.is_object() {
            true => of_error(&error),
            false => {
                let message = format!("`{path}` does not hold a job: its value is no object");
                let exception = of_error(&error).exception;
                let diagnostic = Diagnostic::error("AUR0460", Kind::Json, message).at(places.span(), "this value");
                let help = "in JSON mode the file holds one object: {\"name\": …, \"task\": …}";
                Diagnostic { exception, ..diagnostic.help(help) }
            }
        })?;
        self.json_warnings.replace(places.unknown_members(&ty));
        Ok(job.with_places(&self.cx, &|path| places.at(path))?)
    }

    /// The files that the program read as data, among the sources from now on, so that a place in them can be shown. What is
    /// no text is left out.
    pub fn data_files(&mut self) -> Vec<Rc<SourceFile>> {
        let content = |(input, found): (&Input, &Found)| match (input, found) {
            (Input::Path(path), Found::Content(_)) => Some(path.clone()),
            _ => None,
        };
        let read: Vec<String> = self.inputs.borrow().iter().filter_map(content).collect();
        let known: Vec<String> = self.vm.sources.borrow().files().iter().map(|file| file.name.clone()).collect();
        let mut files = Vec::new();
        for path in read.into_iter().filter(|path| !known.contains(path)) {
            let Ok(bytes) = self.vm.host().read_file(&path) else { continue };
            files.extend(self.vm.sources.borrow_mut().add(&path, &bytes));
        }
        files
    }

    /// What the jobs of this evaluation share.
    pub fn shared(&self, bindings: Bindings) -> Result<Shared> {
        Ok(Shared {
            cx: Rc::clone(&self.cx),
            mesos_context: self.state.schema.ty("MesosContext")?,
            bindings: Rc::new(bindings),
            user: Rc::clone(&self.user),
            include: Rc::clone(&self.include),
            sources: Rc::clone(&self.vm.sources),
            main: Rc::clone(&self.main),
            release: self.state.schema.release(),
            keeps_once: false,
            trees: Rc::default(),
            jobs_place: Rc::default(),
            left: Rc::default(),
            warnings: Rc::clone(&self.json_warnings),
        })
    }
}

impl Drop for Evaluation {
    fn drop(&mut self) {
        self.vm.dismantle();
        // Modules that were in scope but never imported hold the library's names.
        for value in self.namespace.values() {
            if let Value::Module(module) = value {
                module.dict.clear();
            }
        }
        self.namespace.clear();
        self.state.dismantle();
    }
}

/// Whether an object has what a job is chosen by.
fn is_job(object: &Object) -> bool {
    let names = ["cluster", "role", "environment", "name", "task"];
    object.ty().as_struct().is_some_and(|fields| names.iter().all(|name| fields.slot(name).is_some()))
}

/// An uncaught error for people.
fn report(vm: &mut Vm, include: &Include, error: Error) -> Vec<Diagnostic> {
    let inner = match &*error.0 {
        Fault::Raised(raised) => match &raised.exception {
            Exception::Object(value) => environment::error_of(value),
            _ => None,
        },
        Fault::Halt(_) => None,
    };
    let is_missing = include.missing().is_some() && vm.error_is(&error, Exc::IOError);
    let is_too_deep = include.too_deep().is_some() && vm.error_is(&error, Exc::RuntimeError);
    let mut found = vm.report(error);
    if found.iter().any(|one| one.code == "AUR0201") {
        // No call was on its way to the file's text: who included it is known all the same.
        let mut problems = Problems(found);
        include.add_traces(&vm.sources.borrow(), &mut problems);
        found = problems.0;
    }
    let Some(first) = found.first_mut() else { return found };
    if let Some(inner) = inner {
        enrich(first, of_error(&inner));
        let unknown = inner.facts().and_then(|facts| facts.name.clone()).filter(|_| inner.is(ErrorClass::Attribute));
        if let Some(name) = unknown {
            given::add(&vm.sources.borrow(), &name, first);
        }
        add_release_hints(vm, &inner, first);
        if let (Some(words), Some(facts)) = (&mut first.exception, inner.facts()) {
            words.message = in_python(&words.message, facts);
        }
        let mut problems = Problems(found);
        declared::find(&vm.sources.borrow(), &Trees::default(), &mut problems);
        return problems.0;
    }
    if let Some(hint) = undefined(first).and_then(|name| release_hint_of_name(vm, name)) {
        first.help = Some(hint);
    } else if let Some(path) = include.missing().filter(|path| is_missing && names(first, path)) {
        first.code = "AUR0401";
        first.kind = Kind::Include;
        first.message = format!("the included file `{path}` cannot be read: {}", reason(first));
        first.help = Some(match near_file(vm, &path, first) {
            Some(near) => {
                format!("did you mean `{near}`? The path is relative to the folder of the file that includes it")
            }
            None => "the path is relative to the folder of the file that includes it".to_owned(),
        });
    } else if let Some(chain) = include.too_deep().filter(|_| is_too_deep) {
        first.code = "AUR0402";
        first.message = format!("files include each other without end: {}", circle(&chain));
        first.help = Some("take one of the includes of the circle out".to_owned());
    }
    found
}

/// Says of each unknown field which releases have it, if some do: of the first one in the help, of the others at their places.
fn add_release_hints(vm: &Vm, error: &objects::Error, diagnostic: &mut Diagnostic) {
    let (Ok(state), Some(facts)) = (State::of(vm), error.facts()) else { return };
    let is_near = |name: &str| nearest(name, facts.candidates.iter().map(|known| &**known)).is_some();
    let hint = |facts: &objects::Facts| {
        let name = facts.name.as_deref()?;
        let near = || release_hint::near(&state.schema, facts).filter(|_| !is_near(name));
        release_hint::of(&state.schema, facts).or_else(near)
    };
    if let Some(hint) = hint(facts) {
        diagnostic.help = Some(hint);
    }
    for (name, span) in &facts.others {
        let facts = objects::Facts { name: Some(Rc::clone(name)), ..facts.clone() };
        let place = diagnostic.places.iter_mut().find(|place| place.span == *span && !span.is_none());
        if let (Some(hint), Some(place)) = (hint(&facts), place) {
            place.label = format!("unknown: {hint}");
        }
    }
}

/// Which releases define a name that this one does not.
fn release_hint_of_name(vm: &Vm, name: &str) -> Option<String> {
    release_hint::of_name(&State::of(vm).ok()?.schema, name)
}

/// The name that is not defined.
fn undefined(diagnostic: &Diagnostic) -> Option<&str> {
    let exception = diagnostic.exception.as_ref().filter(|exception| exception.type_name == "NameError")?;
    exception.message.strip_suffix("' is not defined")?.rsplit('\'').next()
}

/// Whether the exception's text names a path.
fn names(diagnostic: &Diagnostic, path: &str) -> bool {
    diagnostic.exception.as_ref().is_some_and(|exception| exception.message.contains(path))
}

/// The file beside a missing one whose name is nearest to its name.
fn near_file(vm: &mut Vm, path: &str, diagnostic: &Diagnostic) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
    let names = vm.host().list_dir(if folder.is_empty() { "/" } else { folder }).ok()?;
    let before = path.strip_suffix(name)?;
    // A file that includes itself is not meant.
    let sources = vm.sources.borrow();
    let spans = diagnostic.places.iter().map(|place| place.span).chain(diagnostic.trace.iter().map(|frame| frame.span));
    let open: Vec<&str> = spans.filter_map(|span| Some(&*sources.locate(span)?.0.name)).collect();
    let candidates = names.iter().map(String::as_str).filter(|name| !open.contains(&&*format!("{before}{name}")));
    Some(format!("{before}{}", nearest(name, candidates)?))
}

/// `No such file or directory` from `[Errno 2] No such file or directory: 'path'`.
fn reason(diagnostic: &Diagnostic) -> String {
    let text = diagnostic.exception.as_ref().map_or("", |exception| exception.message.as_str());
    let text = text.split_once("] ").map_or(text, |(_, rest)| rest);
    text.split(": '").next().unwrap_or(text).to_owned()
}

/// The end of a chain of files from the last time that its last file was met before.
fn circle(chain: &[String]) -> String {
    let Some((last, before)) = chain.split_last() else { return String::new() };
    let start = before.iter().rposition(|path| path == last).unwrap_or(0);
    chain.iter().skip(start).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(" → ")
}

/// Puts the words and places of the object system's own error in front of what the machine knows.
fn enrich(diagnostic: &mut Diagnostic, own: Diagnostic) {
    diagnostic.code = own.code;
    diagnostic.kind = own.kind;
    diagnostic.message = own.message;
    if own.help.is_some() {
        diagnostic.help = own.help;
    }
    let mut places = own.places;
    let is_placed = !places.is_empty();
    for mut place in std::mem::take(&mut diagnostic.places) {
        if is_placed && place.label.is_empty() {
            place.label = "in this call".to_owned();
        }
        // A call around the very place says nothing more.
        if !places.iter().any(|known| place.span.start <= known.span.start && known.span.end <= place.span.end) {
            places.push(place);
        }
    }
    diagnostic.places = places;
}
