//! What an answer of Adobe's means, and what to do about it: a rule book of every error that is documented, and how texts that
//! hold an answer are read.
//!
//! ```text
//! rules/*.toml ──book──▶ [Rule]                      ┌─▶ one sentence, its cause, one typed remedy
//!                          └── explain(&Answer) ─────┤
//! transcript, HAR, log line ──read──▶ [Seen] ──▶ Answer └─▶ nothing: what is not known stays unknown
//! ```
//!
//! A rule matches by host, address, status, headers, and codes and members of the body, and only where it must by single words of
//! a message: bodies come with more members, in another order and in other languages. Each rule names where its fact comes
//! from and how certain it is. Beside the rules: what scopes open, in words (`scopes`), and what a credential of each product
//! usually has (`products`). Absent on purpose: disk, network, clocks, and any rule for answers that nobody documents.

mod answer;
mod book;
mod explained;
mod fix;
mod glob;
mod member;
mod products;
mod read;
mod rule;
mod scopes;
mod shape;
mod words;
mod xml;

pub use answer::{Answer, Bearer, Facts, is_assertion};
pub use book::{rule, rules};
pub use explained::{Explained, explain, matching};
pub use products::{Product, ShownBy, products};
pub use read::{Reading, Seen, SignIn, read};
pub use rule::{Example, Rule, Standing};
pub use scopes::{ScopeWords, scope};
