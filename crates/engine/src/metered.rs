//! Whether the network is paid for by what goes over it, as far as the system says so. Mudbrick does nothing by itself over such
//! a network; what a person asks for is done all the same. How a system is asked is left to the engine's holder.

/// What is known of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metering {
    /// It is paid for by what goes over it, or the system believes so.
    Metered,
    /// It is not.
    Unmetered,
    /// Nobody says, which counts as not metered.
    Unknown,
}

/// Somebody who knows.
pub trait MeteredNetwork: Send + Sync {
    /// How it is now. May take a moment: it is asked on a thread that can wait.
    fn metering(&self) -> Metering;
}

/// For a holder that has nobody to ask.
#[derive(Debug, Clone, Copy, Default)]
pub struct NobodySays;

impl MeteredNetwork for NobodySays {
    fn metering(&self) -> Metering {
        Metering::Unknown
    }
}
