//! What the nodes of a server set mean, without IO.

use serde_json::Value as Json;

/// The members among a directory's children, the oldest first. Candidates of the election lie in the same directory under
/// other names.
pub fn members(children: &[String]) -> Vec<&str> {
    let number = |name: &str| {
        let digits = name.strip_prefix("member_")?;
        let all = digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if all { digits.parse::<u64>().ok() } else { None }
    };
    let mut found: Vec<(u64, &str)> = children.iter().filter_map(|name| Some((number(name)?, name.as_str()))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// The address that a member publishes: `https` before `http`; `None` if the node is no member's.
pub fn endpoint(data: &[u8]) -> Option<String> {
    let node: Json = serde_json::from_slice(data).ok()?;
    let states = ["DEAD", "STARTING", "ALIVE", "STOPPING", "STOPPED", "WARNING"];
    node.get("serviceEndpoint")?;
    let status = node.get("status")?.as_str()?;
    let endpoints = node.get("additionalEndpoints")?.as_object()?;
    if !states.contains(&status) {
        return None;
    }
    ["https", "http"].into_iter().find_map(|scheme| {
        let place = endpoints.get(scheme)?;
        let host = place.get("host")?.as_str()?;
        let port = u16::try_from(place.get("port")?.as_u64()?).ok()?;
        let plain = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:".contains(c));
        plain.then(|| {
            if host.contains(':') { format!("{scheme}://[{host}]:{port}") } else { format!("{scheme}://{host}:{port}") }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_member_comes_first() {
        let names =
            ["member_0000000012", "singleton_candidate_0000000001", "member_0000000007", "member_7", "member_x"];
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        assert_eq!(members(&names), ["member_0000000007", "member_0000000012"]);
    }

    #[test]
    fn a_node_gives_an_address() {
        let node = r#"{"serviceEndpoint":{"host":"10.0.0.1","port":1},"additionalEndpoints":{"http":{"host":"10.0.0.1","port":8081}},"status":"ALIVE"}"#;
        assert_eq!(endpoint(node.as_bytes()).as_deref(), Some("http://10.0.0.1:8081"));
        for bad in
            ["", "[]", "{}", &node.replace("ALIVE", "?"), &node.replace("8081", "99999"), &node.replace("http", "ftp")]
        {
            assert_eq!(endpoint(bad.as_bytes()), None, "{bad}");
        }
    }
}
