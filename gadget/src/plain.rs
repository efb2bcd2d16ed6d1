//! A link to the tool: what a place shows as long as there is nothing better to show.

use crate::view::{Node, Panel, link};

/// A link.
pub struct Plain {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

impl Panel for Plain {
    type Message = ();
    type Effect = ();

    fn update(&mut self, (): ()) -> Vec<()> {
        Vec::new()
    }

    fn view(&self, _place: &str) -> Vec<Node<()>> {
        vec![link(&*self.label, &self.address).into()]
    }
}
