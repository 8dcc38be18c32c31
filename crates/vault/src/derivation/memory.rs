//! How much memory this process may still take, as far as the system tells: Linux does, by what the machine has free, what
//! the limits of its control groups (containers) leave, and the process's own limits. Elsewhere nothing is known.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Free memory in bytes; none where the system does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Memory {
    machine: Option<u64>,
    swap: u64,
    limits: Option<u64>,
}

impl Memory {
    /// What the files below `root`, which is `/` but in tests, say just now.
    pub(super) fn of(root: &Path) -> Self {
        let info = text(root, "proc/meminfo");
        Self {
            machine: kilobytes(&info, "MemAvailable:"),
            swap: kilobytes(&info, "SwapFree:").unwrap_or_default(),
            limits: least([left_by_groups(root), left_by_process_limits(root)]),
        }
    }

    /// What can be had without making the machine swap.
    pub(super) fn free(&self) -> Option<u64> {
        least([self.machine, self.limits])
    }

    /// What can be had at all: a file that needs it is opened slowly rather than not.
    pub(super) fn with_swap(&self) -> Option<u64> {
        least([self.machine.map(|free| free.saturating_add(self.swap)), self.limits])
    }
}

fn least(bounds: impl IntoIterator<Item = Option<u64>>) -> Option<u64> {
    bounds.into_iter().flatten().min()
}

/// The names of a control group's files, in the two versions of the interface (Linux Documentation/admin-guide/cgroup-v2.rst
/// and cgroup-v1/memory.rst).
struct Interface {
    mounts: &'static [&'static str],
    limits: &'static [&'static str],
    usage: &'static str,
    /// In `memory.stat`: what counts as used and is given back when it is needed.
    reclaimable: &'static str,
}

const VERSION_1: Interface = Interface {
    mounts: &["sys/fs/cgroup/memory"],
    limits: &["memory.limit_in_bytes"],
    usage: "memory.usage_in_bytes",
    reclaimable: "total_inactive_file ",
};
const VERSION_2: Interface = Interface {
    mounts: &["sys/fs/cgroup", "sys/fs/cgroup/unified"],
    limits: &["memory.max", "memory.high"],
    usage: "memory.current",
    reclaimable: "inactive_file ",
};

/// Every group above the process's own limits it too. Within a container the path may be one of the host's, which does not
/// exist here; the container's own group is then at the mount itself, where the walk upwards ends.
fn left_by_groups(root: &Path) -> Option<u64> {
    let groups = text(root, "proc/self/cgroup");
    let rooms = groups.lines().flat_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let controllers = parts.next().unwrap_or_default();
        let path = parts.next().unwrap_or_default().trim_start_matches('/');
        let interface = match controllers {
            "" => Some(VERSION_2),
            names => names.split(',').any(|name| name == "memory").then_some(VERSION_1),
        };
        interface.and_then(|interface| {
            let mounts = interface.mounts.iter().map(|mount| root.join(mount));
            let folders = mounts.flat_map(|mount| {
                let above = Path::new(path).ancestors().map(|group| mount.join(group));
                above.collect::<Vec<_>>()
            });
            least(folders.map(|folder| room_in(&folder, &interface)))
        })
    });
    rooms.min()
}

fn room_in(group: &Path, interface: &Interface) -> Option<u64> {
    let number = |name: &str| text(group, name).trim().parse::<u64>().ok();
    // Without a limit the file says `max`, which is no number.
    let limit = least(interface.limits.iter().map(|name| number(name)))?;
    let stat = text(group, "memory.stat");
    let reclaimable = stat.lines().find_map(|line| line.strip_prefix(interface.reclaimable));
    let reclaimable = reclaimable.and_then(|bytes| bytes.trim().parse().ok()).unwrap_or_default();
    let used = number(interface.usage).unwrap_or_default().saturating_sub(reclaimable);
    Some(limit.saturating_sub(used))
}

/// `ulimit -v` and `ulimit -d`: an allocation beyond them is refused, and a refused allocation ends the program.
fn left_by_process_limits(root: &Path) -> Option<u64> {
    let (limits, status) = (text(root, "proc/self/limits"), text(root, "proc/self/status"));
    let left = |limit: &str, used: &str| {
        let line = limits.lines().find_map(|line| line.strip_prefix(limit))?;
        let most: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(most.saturating_sub(kilobytes(&status, used).unwrap_or_default()))
    };
    least([left("Max address space", "VmSize:"), left("Max data size", "VmData:")])
}

/// `MemAvailable:   23793800 kB`.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    value.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// Nothing, when there is no such file. These files say that they are empty, and would be read a few bytes at a time
/// without a buffer.
fn text(folder: &Path, name: &str) -> String {
    let mut text = String::with_capacity(8 * 1024);
    let read = File::open(folder.join(name)).and_then(|mut file| file.read_to_string(&mut text));
    read.map(|_| text).unwrap_or_default()
}
