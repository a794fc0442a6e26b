//! The object system alone: deep bindings, wide maps, long templates, many rounds until nothing changes any more.

#![allow(missing_docs)]

use std::rc::Rc;

use aurora::objects::{
    Context, FieldDecl, Frozen, Keyword, Object, Origin, Raw, Signature, StructType, Type, class_body_order,
};
use aurora::source::Span;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

#[path = "support/allocator.rs"]
mod allocator;

/// An object and the name of what makes it large.
type Case = (&'static str, usize, Object);

fn keyword(name: &str, value: impl Into<Raw>) -> Keyword {
    Keyword::new(name, value, Span::NONE)
}

fn text(cx: &Context, text: &str) -> Object {
    Type::string().construct(cx, &[text.into()], &[], Span::NONE).expect("a text")
}

/// A text that is found only through so many bindings, each in a scope around the one before.
fn depth(cx: &Context, count: usize) -> Object {
    let all: String = (0..count).map(|at| format!("{{{{name{at}}}}} ")).collect();
    let bind = |object: Object, at: usize| {
        object.bind(cx, &[], &[keyword(&format!("name{at}"), at as i64)], Span::NONE).expect("a binding")
    };
    (0..count).fold(text(cx, &all), bind)
}

/// A map of so many entries, each with a reference.
fn wide(cx: &Context, count: usize) -> Object {
    let ty = Type::map(cx, &Type::string(), &Type::string()).expect("a type");
    let entry = |at: usize| (Raw::from(format!("key{at}").as_str()), Raw::from(format!("{at} {{{{x}}}}").as_str()));
    let entries = Frozen::from_pairs(cx, (0..count).map(entry)).expect("a mapping");
    let map = ty.construct(cx, &[Raw::Frozen(Rc::new(entries))], &[], Span::NONE).expect("a map");
    map.bind(cx, &[], &[keyword("x", "value")], Span::NONE).expect("a binding")
}

/// A template of so many references to two attributes beside it.
fn long(cx: &Context, count: usize) -> Object {
    let names: [Rc<str>; 3] = ["name".into(), "port".into(), "line".into()];
    let order = class_body_order(&names, false);
    let decls = order.iter().map(|at| FieldDecl {
        name: Rc::clone(&names[*at]),
        signature: Signature::optional(Type::string()),
        doc: "".into(),
        origin: Origin::Unknown,
    });
    let ty = StructType::declare(cx, "Process", decls.collect(), &[]).expect("a type");
    let line = "--host {{name}} --port {{port}} ".repeat(count);
    let fields = [keyword("name", "host"), keyword("port", "80"), keyword("line", line.as_str())];
    ty.construct(cx, &[], &fields, Span::NONE).expect("a struct")
}

/// A text that needs so many rounds: each value is a reference to the next.
fn rounds(cx: &Context, count: usize) -> Object {
    let last = keyword(&format!("name{count}"), "end");
    let each = |at: usize| keyword(&format!("name{at}"), format!("{{{{name{}}}}}", at + 1).as_str());
    let bindings: Vec<Keyword> = (0..count).map(each).chain([last]).collect();
    text(cx, "{{name0}}").bind(cx, &[], &bindings, Span::NONE).expect("bindings")
}

fn benches(criterion: &mut Criterion) {
    let cx = Context::default();
    let cases: [Case; 4] = [
        ("depth", 100, depth(&cx, 100)),
        ("wide map", 2_000, wide(&cx, 2_000)),
        ("long template", 2_000, long(&cx, 2_000)),
        ("rounds", 60, rounds(&cx, 60)),
    ];
    let mut group = criterion.benchmark_group("objects");
    group.sample_size(20);
    for (name, count, object) in &cases {
        let done = || {
            // A fresh one, so that no template is known yet and steps do not add up to the limit.
            let cx = Context::default();
            object.interpolate(&cx).expect("an interpolation")
        };
        assert!(done().1.is_empty(), "{name}: everything is bound");
        group.bench_function(BenchmarkId::new(*name, count), |bencher| bencher.iter(done));
    }
    group.finish();
}

criterion_group!(object_benches, benches);
criterion_main!(object_benches);
