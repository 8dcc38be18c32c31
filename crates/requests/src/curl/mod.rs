//! curl out: a filled request becomes a command that does the same. Reading one is left to `paste`.

mod render;

pub use render::{Show, render_curl, shell_name};
