//! Encrypted ways to a scheduler, with an authority of one's own, and ways through a proxy.
#![allow(clippy::disallowed_methods, reason = "the test starts servers and programs")]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/sealed.rs"]
mod sealed;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use cluster::{Cluster, text};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Runs openssl in a folder. False, with a note, if it is not installed here.
fn openssl(folder: &Path, arguments: &str) -> bool {
    let words = arguments.split_whitespace();
    match Command::new("openssl").args(words).current_dir(folder).stderr(Stdio::null()).stdout(Stdio::null()).status() {
        Ok(status) => {
            assert!(status.success(), "openssl {arguments}");
            true
        }
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "openssl is not installed: {why}");
            eprintln!("SKIPPED: openssl is not installed, so encrypted ways were not tested");
            false
        }
    }
}

/// Makes an authority (`ca.pem`) and a certificate of it for loopback (`server.pem`, `server.key`).
fn certificates(folder: &Path) -> bool {
    std::fs::write(folder.join("names"), "subjectAltName=IP:127.0.0.1\n").expect("a file");
    openssl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=authority -days 2")
        && openssl(folder, "req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=scheduler")
        && openssl(
            folder,
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names",
        )
}

/// A door before a scheduler: it takes encrypted connections and hands on what it reads.
fn door(folder: &Path, behind: SocketAddr) -> SocketAddr {
    let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(folder.join("server.pem"))
        .expect("a file")
        .map(|one| one.expect("PEM"))
        .collect();
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).expect("they belong together"));
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that does not trust the door ends the connection.
            let _ = hand_on(stream, &config, behind);
        }
    });
    address
}

fn hand_on(stream: TcpStream, config: &Arc<ServerConfig>, behind: SocketAddr) -> std::io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    let mut outside = StreamOwned::new(connection, stream);
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match outside.read(&mut buffer)? {
            0 => return Ok(()),
            count => request.extend_from_slice(&buffer[..count]),
        }
    }
    let mut inside = TcpStream::connect(behind)?;
    inside.write_all(&request)?;
    let mut answer = Vec::new();
    inside.read_to_end(&mut answer)?;
    outside.write_all(&answer)?;
    outside.conn.send_close_notify();
    outside.flush()
}

/// Whether a request has all of its body.
fn is_whole(request: &[u8]) -> bool {
    let shown = String::from_utf8_lossy(request).into_owned();
    let Some((head, body)) = shown.split_once("\r\n\r\n") else { return false };
    let length = head.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap_or(0))
    });
    body.len() >= length.unwrap_or(0)
}

fn at(cluster: &Cluster, uri: &str) {
    cluster.write("clusters.json", &serde_json::json!([{"name": "west", "scheduler_uri": uri}]).to_string());
}

#[test]
fn an_authority_of_ones_own_is_trusted_when_it_is_named() {
    let cluster = Cluster::start(|_| {});
    if !certificates(cluster.folder()) {
        return;
    }
    let behind = cluster.server.uri().trim_start_matches("http://").parse().expect("an address");
    at(&cluster, &format!("https://{}", door(cluster.folder(), behind)));
    let stranger = cluster.run(&["list_jobs", "west/www-data"]);
    let log = text(&stranger.stderr);
    assert!(
        stranger.exit == 7 && log.contains("certificate") && log.contains("`--ca-file` names an authority"),
        "{log}"
    );
    assert!(!log.contains("trying again"), "time does not help: {log}");
    assert!(cluster.methods().is_empty(), "nothing is sent to a stranger");
    let known = cluster.run(&["list_jobs", "--ca-file=ca.pem", "west/www-data"]);
    assert_eq!(known.exit, 0, "{}", text(&known.stderr));
    assert_eq!(cluster.methods(), ["getVersion", "getJobs"]);
    let by_variable = cluster.run_with(&["list_jobs", "west/www-data"], &[("AURORA_CA_FILE", "ca.pem")]);
    assert_eq!(by_variable.exit, 0, "{}", text(&by_variable.stderr));
    for (file, word) in [("missing.pem", "cannot be read"), ("clusters.json", "PEM")] {
        let wrong = cluster.run(&["list_jobs", "--ca-file", file, "west/www-data"]);
        assert!(wrong.exit != 0 && text(&wrong.stderr).contains(word), "{file}: {}", text(&wrong.stderr));
    }
}

#[test]
fn the_proxy_of_the_environment_is_used_except_for_its_exceptions() {
    let cluster = Cluster::start(|_| {});
    let proxy = cluster.server.uri();
    at(&cluster, "http://scheduler.invalid:8081");
    let through = cluster.run_with(&["list_jobs", "west/www-data"], &[("HTTP_PROXY", &proxy)]);
    assert_eq!(through.exit, 0, "{}", text(&through.stderr));
    assert_eq!(cluster.methods(), ["getVersion", "getJobs"]);
    let around =
        cluster.run_with(&["list_jobs", "west/www-data"], &[("HTTP_PROXY", &proxy), ("NO_PROXY", "scheduler.invalid")]);
    assert_eq!(around.exit, 7, "{}", text(&around.stderr));
    assert_eq!(cluster.methods().len(), 2, "it was not asked again");
}
