//! stub
#![allow(missing_docs)]
#[derive(Default)] pub struct TimelineView;
impl TimelineView { pub fn ui(&mut self, ui: &mut egui::Ui, _: &super::ViewContext<'_>) { ui.label("Timeline"); } pub fn take_focus(&mut self) {} }
