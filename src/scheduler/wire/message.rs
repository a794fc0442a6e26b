//! The envelope of a call and of its answer.

use super::Struct;

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageType {
    /// A request.
    Call,
    /// An answer.
    Reply,
    /// The server could not carry out the call at all.
    Exception,
    /// A request without answer; the API has none.
    Oneway,
}

impl MessageType {
    /// All of them, by number from 1.
    pub const ALL: [MessageType; 4] =
        [MessageType::Call, MessageType::Reply, MessageType::Exception, MessageType::Oneway];

    /// Its number on the wire.
    pub fn number(self) -> i64 {
        match self {
            MessageType::Call => 1,
            MessageType::Reply => 2,
            MessageType::Exception => 3,
            MessageType::Oneway => 4,
        }
    }
}

/// A whole message.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// The method's name.
    pub name: String,
    /// What it is.
    pub kind: MessageType,
    /// Echoed by servers, looked at by nobody.
    pub sequence: i32,
    /// Arguments, or field 0 with the result, or the exception.
    pub body: Struct,
}
