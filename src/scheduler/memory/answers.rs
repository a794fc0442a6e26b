//! Answers in the shape that a 0.5.0 scheduler gives them.

use crate::scheduler::api::{ApiResult, ApiVersion, Response, ResponseCode, ResponseDetail, ServerInfo};

/// OK with a result.
pub(super) fn with(result: ApiResult) -> Response {
    Response { result: Some(result), ..done() }
}

/// OK without a result.
pub(super) fn done() -> Response {
    Response {
        response_code: Some(ResponseCode::Ok),
        version_deprecated: Some(ApiVersion { major: Some(3), unknown: Vec::new() }),
        server_info: Some(ServerInfo {
            cluster_name: Some("local".to_owned()),
            thrift_api_version: Some(3),
            stats_url_prefix: Some(String::new()),
            unknown: Vec::new(),
        }),
        details: Some(Vec::new()),
        ..Response::default()
    }
}

/// A code with a message.
pub(super) fn refuse(code: ResponseCode, message: &str) -> Response {
    Response {
        response_code: Some(code),
        message_deprecated: Some(message.to_owned()),
        details: Some(vec![ResponseDetail { message: Some(message.to_owned()), unknown: Vec::new() }]),
        ..done()
    }
}

/// INVALID_REQUEST with a message.
pub(super) fn invalid(message: &str) -> Response {
    refuse(ResponseCode::InvalidRequest, message)
}

/// The answer to an illegal or missing key, session, query or enum.
pub(super) fn bad_argument() -> Response {
    failed("null", None)
}

/// The answer when an exception escapes inside of the scheduler.
pub(super) fn failed(message: &str, detail: Option<&str>) -> Response {
    Response {
        response_code: Some(ResponseCode::Error),
        message_deprecated: Some(message.to_owned()),
        details: Some(vec![ResponseDetail { message: detail.map(str::to_owned), unknown: Vec::new() }]),
        ..Response::default()
    }
}
