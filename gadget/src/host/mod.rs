//! The only module that touches the browser: everything else of the gadget runs in plain tests.

pub mod api;
pub mod clock;
pub mod decode;
pub mod dom;
pub mod failure;
pub mod mw;
pub mod popup;
pub mod random;
pub mod render;
pub mod run;
pub mod storage;

pub use web_sys::Element;
