//! The scheduler API: model, wire format, transport, discovery.
