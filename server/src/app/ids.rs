//! Where randomness comes from.

use helpdesk_domain::{PersonId, Reference};

/// A source of random bytes.
pub trait Ids: Send + Sync {
    /// Fills the buffer with random bytes.
    ///
    /// # Errors
    /// If the machine has no randomness to give.
    fn fill(&self, buffer: &mut [u8]) -> anyhow::Result<()>;
}

/// The machine's own randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn fill(&self, buffer: &mut [u8]) -> anyhow::Result<()> {
        getrandom::fill(buffer).map_err(|error| anyhow::anyhow!("no randomness: {error}"))
    }
}

/// A new name for a request.
///
/// # Errors
/// As [`Ids::fill`].
pub fn new_reference(ids: &dyn Ids) -> anyhow::Result<Reference> {
    bytes(ids).map(Reference::from_random)
}

/// A new name for a person.
///
/// # Errors
/// As [`Ids::fill`].
pub fn new_person(ids: &dyn Ids) -> anyhow::Result<PersonId> {
    bytes(ids).map(PersonId::from_random)
}

/// So many random bytes.
///
/// # Errors
/// As [`Ids::fill`].
pub fn bytes<const N: usize>(ids: &dyn Ids) -> anyhow::Result<[u8; N]> {
    let mut buffer = [0; N];
    ids.fill(&mut buffer)?;
    Ok(buffer)
}
