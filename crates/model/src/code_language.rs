//! The languages in which a request can be written down.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language, or a program and the shell it is typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CodeLanguage {
    /// curl for bash, zsh, dash and every other POSIX shell.
    Bash,
    /// curl for the prompt of Windows' `cmd`.
    Cmd,
    /// curl.exe for PowerShell.
    Powershell,
    /// PowerShell's own `Invoke-RestMethod`.
    InvokeRestMethod,
    /// HTTPie for a POSIX shell.
    Httpie,
    /// Python with requests.
    Python,
    /// Python with aepp, for Experience Platform.
    Aepp,
    /// JavaScript with `fetch`, for Node.
    Javascript,
    /// Java with `java.net.http`.
    Java,
    /// C# with `HttpClient`.
    Csharp,
}

impl CodeLanguage {
    /// All of them, shells first.
    pub const ALL: [Self; 10] = [
        Self::Bash,
        Self::Cmd,
        Self::Powershell,
        Self::InvokeRestMethod,
        Self::Httpie,
        Self::Python,
        Self::Aepp,
        Self::Javascript,
        Self::Java,
        Self::Csharp,
    ];

    /// What a person calls it, in a menu and in the middle of a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Bash => "curl for bash",
            Self::Cmd => "curl for cmd",
            Self::Powershell => "curl for PowerShell",
            Self::InvokeRestMethod => "Invoke-RestMethod",
            Self::Httpie => "HTTPie",
            Self::Python => "Python (requests)",
            Self::Aepp => "Python (aepp)",
            Self::Javascript => "JavaScript (fetch)",
            Self::Java => "Java",
            Self::Csharp => "C#",
        }
    }
}

impl fmt::Display for CodeLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}
