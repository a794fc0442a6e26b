//! A bar of progress on standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::commands::remote::Bar;

use super::terminal;

/// A bar that is drawn.
pub struct DrawnBar(ProgressBar);

impl DrawnBar {
    /// A bar for so many steps; `None` if standard error is no terminal, or one that cannot move its cursor.
    pub fn new(steps: usize) -> Option<DrawnBar> {
        if !terminal::can_redraw() {
            return None;
        }
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("[{bar:30}] {pos}/{len} {msg}").ok()?;
        bar.set_style(style.progress_chars("=> "));
        Some(DrawnBar(bar))
    }
}

impl Bar for DrawnBar {
    fn show(&self, done: usize, steps: usize, doing: &str) {
        self.0.set_length(u64::try_from(steps).unwrap_or(u64::MAX));
        self.0.set_message(doing.to_owned());
        self.0.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }

    fn line(&self, text: &str) {
        self.0.println(text);
    }
}

impl Drop for DrawnBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
