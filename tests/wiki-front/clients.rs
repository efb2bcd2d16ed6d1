//! The OAuth clients, those of the command line and those registered since.

use std::sync::Arc;

use helpdesk_tests::front::Dialect;

use crate::args::Client;

/// Clients in the order they came.
#[derive(Clone, Default)]
pub struct Clients(Vec<Arc<Client>>);

impl Clients {
    /// Those of the command line.
    pub fn new(clients: &[Client]) -> Self {
        Self(clients.iter().cloned().map(Arc::new).collect())
    }

    /// A new one, or one in the place of that with the same id.
    pub fn register(&mut self, client: Client) {
        let client = Arc::new(client);
        match self.0.iter_mut().find(|known| known.id == client.id) {
            Some(known) => *known = client,
            None => self.0.push(client),
        }
    }

    /// The client with this id.
    pub fn find(&self, id: &str) -> Option<Arc<Client>> {
        self.0.iter().find(|client| client.id == id).cloned()
    }

    /// Its number, counted from 1, which marks its edits; 0 for none, as an owner-only client's edits have no mark.
    pub fn number(&self, id: &str) -> usize {
        self.0.iter().position(|client| client.id == id).map_or(0, |index| index + 1)
    }

    /// The dialect that a client is answered in.
    pub fn dialect(&self, id: Option<&str>, usual: Dialect) -> Dialect {
        id.and_then(|id| self.find(id)).and_then(|client| client.dialect).unwrap_or(usual)
    }
}
