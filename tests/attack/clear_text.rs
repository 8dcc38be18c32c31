//! Clear text goes nowhere: loopback past the proxy, credentials over TLS, and a proxy that cannot be used stops the call.
