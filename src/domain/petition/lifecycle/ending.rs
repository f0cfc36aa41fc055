//! How it ends, and how it begins again: P18, P20–P22.

use super::{By, ClockKind, Move, Refusal, RefusalCode};
use crate::domain::petition::{PetitionState, ReopenGround, Retention};

impl Move<'_> {
    /// While the window is open staff or the petitioner close, who thereby accepts the reply; a clock does not.
    pub(super) fn close(&mut self, reason: String) -> Result<(), Refusal> {
        let unit = self.unit()?;
        let windows = [ClockKind::ReviewWindow, ClockKind::RereviewWindow];
        let window = windows.iter().find_map(|kind| self.petition.clock(*kind));
        let open = window.is_some_and(|clock| !clock.is_lapsed(self.now));
        if self.by == By::System && (open || window.is_none()) {
            let sentence = "Review may still be asked for: its window is open, or has not begun";
            return self.no(RefusalCode::TooEarly, sentence);
        }
        self.note("window", if open { "open" } else { "over" });
        if self.by == By::Petitioner {
            self.note("accepted", "yes");
        }
        self.reason(reason)?;
        self.stop_all();
        self.petition.state = PetitionState::Closed { unit, at: self.now };
        Ok(())
    }

    pub(super) fn withdraw(&mut self, reason: String) -> Result<(), Refusal> {
        self.reason(reason)?;
        self.stop_all();
        self.petition.state = PetitionState::Withdrawn { at: self.now };
        Ok(())
    }

    /// Rework: new days from now on beside the old dates, which stay. It goes back to who handled it, or to
    /// the unit where there is nobody to go back to.
    pub(super) fn reopen(&mut self, ground: ReopenGround, reason: String) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.reason(reason)?;
        self.petition.course.reworks += 1;
        self.note("ground", ground);
        self.note("unit", unit);
        self.note("reworks", self.petition.course.reworks);
        if self.is_appeal() {
            self.start(ClockKind::Reply);
        }
        let since = self.now;
        self.petition.state = match self.petition.course.handler {
            Some(handler) => PetitionState::Handling { unit, handler, since },
            None => PetitionState::Accepted { unit, since },
        };
        Ok(())
    }

    pub(super) fn archive(&mut self, retention: Retention) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.note("retention", retention);
        self.stop_all();
        self.petition.state = PetitionState::Archived { unit, retention, at: self.now };
        Ok(())
    }
}
