//! What bash reads and what it refuses, as `bash -n` of release 5.2 tells.

use super::{End, Fault, read};

#[test]
fn what_bash_reads_is_let_through() {
    for good in [
        "",
        "echo 'a' \"b $(c \"d\" | e) ${f:-\"g\"}\" `h 'i` j",
        "echo it\\'s # that's a comment",
        "cat <<EOF\nit's\nEOF\necho \"x\"",
        "cat <<-'E O'\n\tit's\n\tE O\n",
        "cat <<A <<B\n'\nA\n\"\nB\n",
        "cat <<EOF\na \\\nEOF\nEOF\n",
        "x=$((1 << 2)); echo $'it\\'s' a#b",
        "case x in a) echo;; esac",
        "echo $(case x in a) echo;; esac)",
        "case $1 in (a | \"b c\") d & ;; e) ;& f*) g ;;& *) h\nesac",
        "(a; b) && [ -f x ] || { c; }",
        "run --port={{thermos.ports[http]}} --x='{{y}}'",
        "awk '{{print}}' && f() { {{ x; }",
        "cat <<< 'a' 2>&1 >/dev/null",
        "a=${b%\\'} c=${d#\"e\"}",
        "diff <(a) <(b; c) >(d)",
        "echo \"$(( 1 + (2) ))\" $[1 + 2] $$",
        "a |\n b &&\n c",
        "echo ${x//$'\\''/} \"${x//$'\\''/}\"",
        "echo $(date)#\"a\nb\"",
        "((x = 1 << 2)); for ((i = 0; i < 3; i++)); do a; done",
        "if a; then b; elif c; then d; else e; fi > f | g",
        "if a\nthen\\\n b\nfi",
        "for x in a b; do c; done; for x do c; done; for x in a\n{ b; }",
        "while a; do b; done < c; until a; do { b; } done",
        "f() { a; } > b; function g { a; }; function h() ( a )\nf",
        "[[ $a =~ ^(b|c)$ && -f d ]] && e",
        "a=(b 'c d' # e\n [3]=f) g+=(h) i[1+2]=j; declare -a k=(l)",
        "! a | b; time -p a; time { a; }; ! ; time",
        "{ { a; } }; echo } fi do; a=fi",
        "exec {fd}>a 2>&1 >&- 3<&0; a &> b &>> c",
        "a; exit 0\nthis is ( no command",
        "shopt -s extglob\nrm !(a)",
        "a[1 << 2]=3; a[ (1) ]=2",
    ] {
        assert_eq!(read(good).fault, None, "{good}");
    }
}

#[test]
fn what_never_ends_is_told() {
    let open = |opener, line| Some(Fault::Open(opener, line));
    for (bad, fault) in [
        ("echo 'it", open("'", 1)),
        ("a\necho it's", open("'", 2)),
        ("echo \"a", open("\"", 1)),
        ("echo $(a", open("$(", 1)),
        ("echo \"$(a \"b\"", open("\"", 1)),
        ("echo ${a", open("${", 1)),
        ("echo `a", open("`", 1)),
        ("echo $((1+2)", open("$((", 1)),
        ("echo \"${x:-it's}\"", open("'", 1)),
        ("((x=1)); echo it's", open("'", 1)),
        ("echo $(echo it's)", open("'", 1)),
        ("cat <<EOF\na\n EOF\n", Some(Fault::HereDocument("EOF".to_owned(), 1))),
        ("cat <<EOF", Some(Fault::HereDocument("EOF".to_owned(), 1))),
        ("(a; b", open("(", 1)),
        ("{ a; b", open("{", 1)),
        ("{ a }", open("{", 1)),
        ("a\nif true; then b", open("if", 2)),
        ("while true; do a", open("while", 1)),
        ("for x in a b; do c", open("for", 1)),
        ("case x in a) b;;", open("case", 1)),
        ("[[ a", open("[[", 1)),
    ] {
        assert_eq!(read(bad).fault, fault, "{bad}");
    }
}

#[test]
fn what_lacks_a_command_is_told() {
    for (bad, operator) in
        [("a &&", "&&"), ("a | # b\n", "|"), ("(a ||", "||"), ("a >", ">"), ("a 2>", ">"), ("f()", "()")]
    {
        assert_eq!(read(bad).fault, Some(Fault::Operator(operator)), "{bad}");
    }
}

#[test]
fn what_stands_in_a_wrong_place_is_told() {
    for (bad, token, line) in [
        ("./app )", ")", 1),
        ("a\nfi", "fi", 2),
        ("a; done", "done", 1),
        ("a; }", "}", 1),
        ("&& a", "&&", 1),
        ("| a", "|", 1),
        ("a && && b", "&&", 1),
        ("a ;; b", ";;", 1),
        ("a &;", ";", 1),
        ("a > ; b", ";", 1),
        ("a >\nb", "newline", 1),
        ("if a; then fi", "fi", 1),
        ("if a then b; fi", "fi", 1),
        ("for x in a do b; done", "done", 1),
        ("echo (a)", "(", 1),
        ("f() a", "a", 1),
        ("(a) b", "b", 1),
        ("echo $(a; && b)", "&&", 1),
        ("case x in a b) c;; esac", "b", 1),
    ] {
        assert_eq!(read(bad).fault, Some(Fault::Unexpected(token.to_owned(), line)), "{bad}");
    }
}

#[test]
fn the_background_is_the_last_operator() {
    for (text, end) in [
        ("a &", End::Background),
        ("a & # b\n", End::Background),
        ("a & wait", End::Foreground),
        ("a && b", End::Foreground),
        ("a 2>&1", End::Foreground),
        ("echo '&'", End::Foreground),
        ("a &> b", End::Foreground),
        ("(a &)", End::Foreground),
    ] {
        assert_eq!(read(text).end, end, "{text}");
    }
}

#[test]
fn what_is_very_deep_is_not_judged() {
    for opener in ["( ", "$(", "${", "\"$(", "$((", "{ ", "if ", "<("] {
        assert_eq!(read(&opener.repeat(10_000)).fault, None, "{opener}");
    }
}
