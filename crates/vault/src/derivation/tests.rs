//! Which factor is chosen, whose turn it is, and what is said when there is too little memory.

use super::memory::Memory;
use super::*;
use crate::files::{self, Mode};
use crate::fixtures::text as passphrase;
use rstest::rstest;
use tempfile::TempDir;

const MIB: u64 = 1024 * 1024;

/// A system's files, as far as they are looked at.
fn system(content: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, content) in content {
        files::save(&root.path().join(name), content.as_bytes(), Mode::Shared).unwrap();
    }
    root
}

const MACHINE: (&str, &str) =
    ("proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\nSwapFree: 1048576 kB\n");
const UNLIMITED: (&str, &str) = (
    "proc/self/limits",
    "Max address space         unlimited            unlimited            bytes\n",
);

#[rstest]
#[case::machine(&[MACHINE, UNLIMITED], Some(2048), Some(3072))]
#[case::nothing_told(&[], None, None)]
#[case::group_2(
    &[
        MACHINE,
        ("proc/self/cgroup", "0::/a/b\n"),
        ("sys/fs/cgroup/a/memory.max", "536870912\n"),
        ("sys/fs/cgroup/a/memory.current", "209715200\n"),
        ("sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file 104857600\n"),
        ("sys/fs/cgroup/a/b/memory.max", "max\n"),
    ],
    Some(412),
    Some(412)
)]
#[case::group_2_high(
    &[
        MACHINE,
        ("proc/self/cgroup", "0::/\n"),
        ("sys/fs/cgroup/memory.max", "max\n"),
        ("sys/fs/cgroup/memory.high", "268435456\n"),
        ("sys/fs/cgroup/memory.current", "0\n"),
    ],
    Some(256),
    Some(256)
)]
#[case::group_1(
    &[
        MACHINE,
        ("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/docker/abc\n0::/\n"),
        // The path is the host's; here the group is at the mount itself.
        ("sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n"),
        ("sys/fs/cgroup/memory/memory.usage_in_bytes", "104857600\n"),
        ("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 0\n"),
    ],
    Some(412),
    Some(412)
)]
#[case::group_1_without_limit(
    &[
        MACHINE,
        ("proc/self/cgroup", "4:memory:/\n"),
        ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"),
        ("sys/fs/cgroup/memory/memory.usage_in_bytes", "104857600\n"),
    ],
    Some(2048),
    Some(3072)
)]
#[case::group_1_of_memory_alone(
    &[
        MACHINE,
        ("proc/self/cgroup", "5:cpu:/small\n4:memory:/own\n"),
        ("sys/fs/cgroup/memory/own/memory.limit_in_bytes", "536870912\n"),
        ("sys/fs/cgroup/memory/own/memory.usage_in_bytes", "0\n"),
        // Another controller's path says nothing of memory.
        ("sys/fs/cgroup/memory/small/memory.limit_in_bytes", "1048576\n"),
    ],
    Some(512),
    Some(512)
)]
#[case::address_space(
    &[
        MACHINE,
        ("proc/self/limits", "Max address space         536870912            unlimited            bytes\n"),
        ("proc/self/status", "VmSize:\t  102400 kB\nVmData:\t 1 kB\n"),
    ],
    Some(412),
    Some(412)
)]
#[case::data(
    &[
        MACHINE,
        ("proc/self/limits", "Max data size             536870912            unlimited            bytes\n"),
        ("proc/self/status", "VmSize:\t  402400 kB\nVmData:\t  102400 kB\n"),
    ],
    Some(412),
    Some(412)
)]
fn free_memory_is_the_least_that_anything_leaves(
    #[case] files: &[(&str, &str)],
    #[case] free: Option<u64>,
    #[case] with_swap: Option<u64>,
) {
    let memory = Memory::of(system(files).path());
    assert_eq!(memory.free().map(|bytes| bytes / MIB), free);
    assert_eq!(memory.with_swap().map(|bytes| bytes / MIB), with_swap);
}

#[rstest]
#[case::not_told(None, 18)]
#[case::plenty(Some(24_000), 18)]
#[case::just_enough(Some(512), 18)]
#[case::less(Some(511), 17)]
#[case::small(Some(128), 16)]
#[case::smaller(Some(127), 15)]
#[case::too_little(Some(1), 15)]
fn the_factor_leaves_half_of_the_memory(#[case] free: Option<u64>, #[case] expected: u8) {
    let factor = WorkFactor::fitting(free.map(|mib| mib * MIB));
    assert_eq!(factor.log_n(), expected);
}

#[test]
fn the_memory_of_a_factor_is_what_scrypt_allocates() {
    assert_eq!(WorkFactor::MOST_WRITTEN.memory(), 256 * MIB);
    assert_eq!(WorkFactor::LEAST_WRITTEN.memory(), 32 * MIB);
    assert_eq!(WorkFactor::MOST_READ.memory(), 4096 * MIB);
}

#[rstest]
#[case::the_largest_that_fits(53, 1 << 63)]
#[case::one_that_leaves_no_bit(54, u64::MAX)]
#[case::the_last_of_those(63, u64::MAX)]
#[case::a_shift_too_far(64, u64::MAX)]
#[case::the_most_a_file_can_ask_for(99, u64::MAX)]
fn an_absurd_factor_takes_more_than_anybody_has(#[case] factor: u8, #[case] memory: u64) {
    let file = format!("age-encryption.org/v1\n-> scrypt c2FsdA {factor}\n");
    assert_eq!(WorkFactor::of_file(file.as_bytes()).unwrap().memory(), memory);
}

#[rstest]
#[case::as_age_writes_it("age-encryption.org/v1\n-> scrypt c2FsdA 18\nbody", Some(18))]
#[case::of_another_kind("age-encryption.org/v1\n-> X25519 c2FsdA\n", None)]
#[case::without_factor("age-encryption.org/v1\n-> scrypt c2FsdA\n", None)]
#[case::none("age-encryption.org/v1\n-> scrypt c2FsdA 0\n", None)]
#[case::text("hello", None)]
fn a_file_says_its_factor(#[case] file: &str, #[case] expected: Option<u8>) {
    assert_eq!(WorkFactor::of_file(file.as_bytes()).map(WorkFactor::log_n), expected);
}

fn small_machine(mib: u64) -> (TempDir, KeyDerivation) {
    let root = system(&[("proc/meminfo", &format!("MemAvailable: {} kB\n", mib * 1024))]);
    let derivation = KeyDerivation::in_home(&root.path().join("home")).on_system(root.path());
    (root, derivation)
}

#[test]
fn a_small_machine_gets_a_smaller_factor() {
    let (_root, derivation) = small_machine(100);
    let file = derivation.seal(&passphrase("correct horse"), &[b"a", b"b"]).unwrap();
    assert_eq!(WorkFactor::of_file(&file), Some(WorkFactor::LEAST_WRITTEN));
    let plain = derivation.open(&passphrase("correct horse"), &file).unwrap();
    assert_eq!(plain.as_slice(), b"ab");
    let wrong = derivation.open(&passphrase("wrong"), &file).unwrap_err();
    assert_eq!(wrong, DerivationError::WrongPassphrase);
}

#[test]
fn too_little_memory_is_an_error_before_anything_is_allocated() {
    let file =
        KeyDerivation::default().with_work_factor(16).seal(&passphrase("x"), &[b""]).unwrap();
    let (_root, derivation) = small_machine(71);
    let error = derivation.open(&passphrase("x"), &file).unwrap_err();
    assert_eq!(error, DerivationError::NotEnoughMemory { needed: 72 * MIB, free: 71 * MIB });
    let (_root, derivation) = small_machine(39);
    let error = derivation.seal(&passphrase("x"), &[b""]).unwrap_err();
    assert_eq!(error, DerivationError::NotEnoughMemory { needed: 40 * MIB, free: 39 * MIB });
    // A tebibyte, which nobody could have allocated.
    let forged = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\n";
    let error = derivation.open(&passphrase("x"), forged).unwrap_err();
    assert!(matches!(error, DerivationError::NotEnoughMemory { .. }), "{error:?}");
    let forged = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 40\n";
    let error = derivation.open(&passphrase("x"), forged).unwrap_err();
    assert_eq!(error, DerivationError::TooMuchWork { work_factor: 40 });
}

#[test]
fn where_memory_is_short_one_run_is_alone_and_where_it_is_not_four_are_together() {
    let home = tempfile::tempdir().unwrap();
    let taken = |free: u64| Turn::wait(home.path(), 100 * MIB, Some(free * MIB));
    let all = || {
        let place = |number| home.path().join("locks").join(format!("passphrase-{number}.lock"));
        (1..=4)
            .filter(|n| files::lock_within(&place(*n), std::time::Duration::ZERO).is_ok())
            .count()
    };
    let alone = taken(799);
    assert_eq!(all(), 0, "the only one took every place");
    drop(alone);
    assert_eq!(all(), 4);
    let together: Vec<_> = (0..3).map(|_| taken(800)).collect();
    assert_eq!(all(), 1, "each took one");
    drop(together);
    assert_eq!(all(), 4);
}

#[test]
fn the_runs_of_one_home_take_turns_and_others_need_none() {
    let (root, derivation) = small_machine(799);
    let place = root.path().join("home/locks/passphrase-1.lock");
    let turn = derivation.turn(100 * MIB, Memory::free).unwrap();
    assert!(turn.is_some());
    files::lock_within(&place, std::time::Duration::ZERO).unwrap_err();
    drop(turn);
    files::lock_within(&place, std::time::Duration::ZERO).unwrap();
    let alone = KeyDerivation::default().on_system(root.path());
    assert!(alone.turn(100 * MIB, Memory::free).unwrap().is_none());
}

#[test]
fn memory_that_is_just_enough_is_enough() {
    const NEEDED: u64 = 100 * MIB;
    let (_root, derivation) = small_machine(100);
    derivation.check(NEEDED, |_| Some(NEEDED + MARGIN)).unwrap();
    derivation.check(NEEDED, |_| Some(NEEDED + MARGIN - 1)).unwrap_err();
    derivation.check(NEEDED, |_| None).unwrap();
}

#[test]
fn a_run_waits_for_its_turn() {
    let home = tempfile::tempdir().unwrap();
    let alone = Turn::wait(home.path(), MIB, Some(0)).unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| sender.send(Turn::wait(home.path(), MIB, None).is_some()).unwrap());
        let early = receiver.recv_timeout(std::time::Duration::from_millis(60));
        assert!(early.is_err(), "it did not wait: {early:?}");
        drop(alone);
        assert!(receiver.recv().unwrap());
    });
}

#[cfg(unix)]
#[test]
fn a_home_that_cannot_be_written_is_locked_as_a_folder() {
    use std::time::Duration;
    let home = tempfile::tempdir().unwrap();
    // Whoever runs the test may write anything; a file where the folder should be stops everybody.
    files::save(&home.path().join("locks"), b"", Mode::Shared).unwrap();
    let turn = Turn::wait(home.path(), MIB, None);
    assert!(turn.is_some());
    files::lock_existing_within(home.path(), Duration::ZERO).unwrap_err();
    drop(turn);
    files::lock_existing_within(home.path(), Duration::ZERO).unwrap();
}
