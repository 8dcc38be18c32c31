//! Memory that is freed is wiped, in every program that can open the vault.
//!
//! What Mudbrick itself holds is in [`Secret`](crate::Secret), which wipes itself. But a secret also passes through buffers of
//! others: age's when it is sealed, JSON's while they grow, HTTP's, the keyring's. None of those can be reached from
//! outside, and all of them give their memory back here. What is left is what nobody has freed yet.

use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// More than the deepest call beneath a use of the key takes.
const DEEP: usize = 64 * 1024;

/// Overwrites the part of this thread's stack that calls which have returned made use of: the key's bytes are moved about
/// there, and moving wipes nothing.
#[inline(never)]
pub(crate) fn wipe_stack() {
    let mut used = [0_u8; DEEP];
    zeroize::Zeroize::zeroize(&mut used[..]);
    std::hint::black_box(&used);
}
