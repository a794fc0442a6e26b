//! Finding the leader in a real ZooKeeper on loopback, which `.ci/zookeeper.sh` starts.
#![allow(clippy::disallowed_methods, reason = "the test starts a server and waits for it")]

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aurora::scheduler::discovery::{DiscoveryError, Patience, find_leader};
use aurora::scheduler::memory::serve::Server;
use zookeeper_client::{Acls, Client, CreateMode};

/// A server that ends with the test.
struct ZooKeeper {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for ZooKeeper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a server; `None`, with a note, if it is not installed here.
fn start() -> Option<ZooKeeper> {
    let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a port").port();
    let folder = tempfile::tempdir().expect("a folder");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/zookeeper.sh");
    let mut child = Command::new(script)
        .args([folder.path().as_os_str(), port.to_string().as_ref()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the script runs");
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Some(status) = child.try_wait().expect("the script is ours") {
            assert_eq!(status.code(), Some(77), "ZooKeeper ended by itself");
            assert!(std::env::var_os("CI").is_none(), "ZooKeeper is not installed; see .ci/zookeeper.sh");
            eprintln!("SKIPPED: ZooKeeper is not installed, so discovery was not tested; see .ci/zookeeper.sh");
            return None;
        }
        assert!(begin.elapsed() < Duration::from_secs(600), "ZooKeeper does not start");
        std::thread::sleep(Duration::from_millis(200));
    }
    Some(ZooKeeper { child, port, _folder: folder })
}

fn patience(milliseconds: u64) -> Patience {
    Patience { connect: Duration::from_secs(20), leader: Duration::from_millis(milliseconds) }
}

fn member(host: &str) -> Vec<u8> {
    format!(
        r#"{{"serviceEndpoint":{{"host":"{host}","port":8081}},"additionalEndpoints":{{"http":{{"host":"{host}","port":8081}}}},"status":"ALIVE"}}"#
    )
    .into_bytes()
}

/// Writes a node, or takes it away.
async fn set(client: &Client, path: &str, data: Option<&[u8]>) {
    match data {
        Some(data) => {
            let options = CreateMode::Persistent.with_acls(Acls::anyone_all());
            client.create(path, data, &options).await.expect("a new node");
        }
        None => client.delete(path, None).await.expect("a node"),
    }
}

#[test]
fn the_leader_is_found_changes_and_may_be_absent() {
    let Some(server) = start() else { return };
    let hosts = format!("127.0.0.1:1,127.0.0.1:{}", server.port);
    let find = |not: Option<&str>, wait: u64| find_leader(&hosts, "aurora//scheduler", not, patience(wait));
    assert!(matches!(find(None, 300), Err(DiscoveryError::NoLeader(_))), "there is no such directory");

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = runtime.block_on(Client::connect(&hosts)).expect("a session");
    let (old, new) = ("/aurora/scheduler/member_0000000002", "/aurora/scheduler/member_0000000009");
    runtime.block_on(async {
        for (path, data) in [
            ("/aurora", &b""[..]),
            ("/aurora/scheduler", b""),
            ("/aurora/scheduler/singleton_candidate_0000000001", b"x"),
            ("/aurora/scheduler/member_0000000001", b"not JSON"),
        ] {
            set(&client, path, Some(data)).await;
        }
    });
    assert!(matches!(find(None, 300), Err(DiscoveryError::NoLeader(_))), "nobody leads");
    runtime.block_on(set(&client, old, Some(&member("10.0.0.1"))));
    assert_eq!(find(None, 5_000).as_deref(), Ok("http://10.0.0.1:8081"));
    assert!(matches!(find(Some("http://10.0.0.1:8081"), 300), Err(DiscoveryError::NoLeader(_))), "it has gone");

    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| find(Some("http://10.0.0.1:8081"), 20_000));
        std::thread::sleep(Duration::from_millis(500));
        runtime.block_on(async {
            set(&client, new, Some(&member("10.0.0.2"))).await;
            set(&client, old, None).await;
        });
        assert_eq!(waiting.join().expect("no panic").as_deref(), Ok("http://10.0.0.2:8081"));
    });
}

/// The real program finds the leader, and the next one when that has gone.
#[test]
fn commands_follow_the_leader() {
    let Some(server) = start() else { return };
    let hosts = format!("127.0.0.1:{}", server.port);
    let folder = tempfile::tempdir().expect("a folder");
    let cluster = serde_json::json!([{"name": "west", "zk": hosts, "scheduler_zk_path": "/aurora/scheduler",
                                      "proxy_url": "http://pages.example"}]);
    std::fs::write(folder.path().join("clusters.json"), cluster.to_string()).expect("a file");
    let start_program = |arguments: &[&str], wait: &str| {
        Command::new(env!("CARGO_BIN_EXE_aurora"))
            .args(arguments)
            .env_clear()
            .envs([("AURORA_CONFIG_ROOT", folder.path().as_os_str()), ("PATH", "/nonexistent".as_ref())])
            .envs([("AURORA_RETRY_FOR", wait)])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    };
    let run = |arguments: &[&str], wait: &str| {
        let output = start_program(arguments, wait).wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let status = ["status", "west/www-data/prod/hello"];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = runtime.block_on(Client::connect(&hosts)).expect("a session");
    let (old, new) = ("/aurora/scheduler/member_0000000001", "/aurora/scheduler/member_0000000002");
    runtime.block_on(set(&client, "/aurora", Some(b"")));
    runtime.block_on(set(&client, "/aurora/scheduler", Some(b"")));
    let (code, _, told) = run(&[&status[..], &["--timeout=2"]].concat(), "0");
    assert_eq!(code, Some(7), "nobody leads: {told}");
    assert!(told.contains("No schedulers detected in west!"), "{told}");

    let leader = |server: &Server| {
        let port = server.uri().rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(0u16);
        String::from_utf8(member("127.0.0.1")).unwrap_or_default().replace("8081", &port.to_string())
    };
    let first = Server::start(1, |_| {}).expect("a port on loopback");
    runtime.block_on(set(&client, old, Some(leader(&first).as_bytes())));
    let (code, shown, told) = run(&status, "20");
    assert_eq!((code, shown.as_str()), (Some(0), "No tasks found for west/www-data/prod/hello.\n"), "{told}");
    let (code, shown, told) = run(&["open", "west/www-data"], "20");
    assert_eq!((code, shown.as_str()), (Some(0), "http://pages.example/scheduler/www-data\n"), "{told}");

    // The leader goes while its node is still there; the program waits for the next one.
    drop(first);
    let waiting = start_program(&status, "60");
    std::thread::sleep(Duration::from_millis(300));
    let second = Server::start(1, |_| {}).expect("a port on loopback");
    runtime.block_on(set(&client, new, Some(leader(&second).as_bytes())));
    runtime.block_on(set(&client, old, None));
    let output = waiting.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_unreachable_server_is_an_error_in_time() {
    let begin = Instant::now();
    let patience = Patience { connect: Duration::from_millis(500), leader: Duration::from_secs(1) };
    let found = find_leader("127.0.0.1:1", "/aurora/scheduler", None, patience);
    assert!(matches!(found, Err(DiscoveryError::Unreachable(_))), "{found:?}");
    assert!(begin.elapsed() < Duration::from_secs(10));
}
