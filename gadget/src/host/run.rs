//! Runs panels: takes messages one after the other, draws, and hands effects on.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use web_sys::Element;

use super::render::{Ears, Place};
use crate::view::Panel;

/// Carries out an effect; may send messages at once or later.
pub type Perform<P> = fn(<P as Panel>::Effect, &Running<P>);

struct Inner<P: Panel> {
    around: Element,
    panel: RefCell<P>,
    places: RefCell<Vec<(String, Place)>>,
    ears: RefCell<Option<Ears<P::Message>>>,
    waiting: RefCell<VecDeque<P::Message>>,
    is_busy: Cell<bool>,
    perform: Perform<P>,
}

thread_local! {
    /// What keeps the panels going: each lives as long as its element is on the page.
    static ALL: RefCell<Vec<(Element, Box<dyn Any>)>> = RefCell::default();
}

/// A panel on the page. It ends when its element has left the page; an effect under way keeps it till then.
pub struct Running<P: Panel>(Rc<Inner<P>>);

impl<P: Panel> Clone for Running<P> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<P: Panel> Running<P> {
    /// Will show `panel` in the places with the first message, by their names, all of them inside of `around`.
    pub fn start(around: &Element, places: Vec<(String, Element)>, panel: P, perform: Perform<P>) -> Self {
        let running = Self(Rc::new(Inner {
            around: around.clone(),
            panel: RefCell::new(panel),
            places: RefCell::default(),
            ears: RefCell::default(),
            waiting: RefCell::default(),
            is_busy: Cell::new(false),
            perform,
        }));
        let weak: Weak<Inner<P>> = Rc::downgrade(&running.0);
        *running.0.ears.borrow_mut() = Some(Ears::new(around, move |message| {
            if let Some(inner) = weak.upgrade() {
                Self(inner).send(message);
            }
        }));
        running.set_places(places);
        ALL.with_borrow_mut(|all| {
            all.retain(|(around, _)| around.is_connected());
            all.push((around.clone(), Box::new(running.clone())));
        });
        running
    }

    /// The panel of this kind that was started around `around`.
    pub fn find(around: &Element) -> Option<Self> {
        ALL.with_borrow(|all| {
            let mut here = all.iter().filter(|(element, _)| element == around);
            here.find_map(|(_, running)| running.downcast_ref::<Self>().cloned())
        })
    }

    /// The element around it.
    pub fn around(&self) -> &Element {
        &self.0.around
    }

    /// Forgets places that have left the page and takes new ones. They are drawn with the next message.
    pub fn set_places(&self, places: Vec<(String, Element)>) {
        let mut kept = self.0.places.borrow_mut();
        kept.retain(|(_, place)| place.is_there());
        // They come in the order in which they came before, so the next one is likely the one after the last.
        let (before, mut next) = (kept.len(), 0);
        for (name, element) in places {
            let found = (next..before).chain(0..next).find(|i| *kept[*i].1.root() == element);
            match found {
                Some(i) => next = i + 1,
                None => kept.push((name, Place::new(element))),
            }
        }
    }

    /// Takes a message. One that comes while another is worked on waits its turn: drawing itself can cause events.
    pub fn send(&self, message: P::Message) {
        self.0.waiting.borrow_mut().push_back(message);
        if !self.0.is_busy.replace(true) {
            self.work_off();
        }
    }

    fn work_off(&self) {
        let mut effects = Vec::new();
        loop {
            let next = self.0.waiting.borrow_mut().pop_front();
            let Some(message) = next else { break };
            effects.extend(self.0.panel.borrow_mut().update(message));
            self.draw();
        }
        self.0.is_busy.set(false);
        for effect in effects {
            self.perform(effect);
        }
    }

    /// Carries out an effect.
    pub fn perform(&self, effect: P::Effect) {
        (self.0.perform)(effect, self);
    }

    fn draw(&self) {
        let panel = self.0.panel.borrow();
        let mut places = self.0.places.borrow_mut();
        let views = places.iter_mut().map(|(name, place)| {
            let view = panel.view(name);
            (place, view)
        });
        if let Some(ears) = &*self.0.ears.borrow() {
            ears.draw(views);
        }
    }
}
