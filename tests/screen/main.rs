//! What a graphics card draws, or Mesa where there is none: the window, and figures beside it.
//!
//! A program of its own: drawn in software, a picture takes all of a processor, and egui_kittest waits ten seconds for it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use egui_kittest::wgpu::WgpuTestRenderer;

#[path = "../app/mod.rs"]
mod app;

mod figure;
mod window;

/// The one thing to draw with, for as long as a test draws; none, saying so, where there is none.
fn adapter() -> Option<MutexGuard<'static, ()>> {
    static ADAPTER: Mutex<()> = Mutex::new(());
    // A test that failed has drawn what it did.
    let turn = ADAPTER.lock().unwrap_or_else(PoisonError::into_inner);
    // The only way to ask: making the renderer panics where there is no adapter.
    if std::panic::catch_unwind(WgpuTestRenderer::new).is_err() {
        eprintln!("skipped: there is no wgpu adapter to draw a picture with");
        return None;
    }
    Some(turn)
}
