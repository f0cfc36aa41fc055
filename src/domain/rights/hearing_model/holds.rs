//! What must be true of a hearing after every deed (domain.md 3.5).

use super::{ALLOWED, Story};
use crate::domain::hearing::{AgendaPhase, ParticipantRole as Role, Side, Stage, TalkKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

impl Story {
    pub(super) fn holds(&self) {
        self.papers_hold();
        self.media_hold();
    }

    /// Invariant 7: a version and its hash are there before a signature, which names exactly one and never moves.
    fn papers_hold(&self) {
        for record in &self.papers {
            for (version, n) in record.versions.iter().zip(1..) {
                assert_eq!(version.version, n, "versions have gaps");
                assert_eq!(
                    <[u8; 32]>::from(Sha256::digest(&version.text)),
                    version.sha256,
                    "a version changed"
                );
            }
            for signature in &record.signatures {
                let named =
                    record.versions.iter().filter(|v| v.version == signature.version).collect::<Vec<_>>();
                assert_eq!(named.len(), 1);
                assert_eq!(named[0].sha256, signature.paper_sha256);
                assert!(named[0].frozen_at <= signature.at, "signed before it was frozen");
            }
        }
        assert_eq!(
            self.in_force,
            self.papers[1].is_agreed(),
            "an agreement is in force with its last signature"
        );
    }

    /// Invariants 1 and 9.
    fn media_hold(&self) {
        let seats = || self.hearing.seats.iter();
        let stage = &self.hearing.stage;
        let speakers = seats().filter(|seat| {
            let theirs = matches!(seat.role, Role::Petitioner | Role::Representative);
            let at_table = !self.talks.contains_key(&seat.id) && self.presiding.floor != Some(seat.id);
            theirs && at_table && self.grants(seat.id).speak
        });
        assert!(speakers.count() <= ALLOWED as usize, "more speak for the petitioners than may");
        for seat in seats() {
            let grants = self.grants(seat.id);
            let panel = seat.role.side() == Side::Panel;
            let apart = self.talks.get(&seat.id);
            if stage.name().is_vacant() || !(self.there.contains(&seat.id) || panel) {
                assert!(!grants.speak && !grants.attend && !grants.preside && !grants.minute, "{grants:?}");
            }
            let deliberated = matches!(stage, Stage::InSession { phase: AgendaPhase::Deliberation, .. });
            if deliberated && apart.is_none() && !panel {
                assert!(!grants.attend && !grants.speak, "{} hears the deliberation", seat.plate());
            }
            if apart == Some(&TalkKind::Deliberation) {
                assert!(panel, "{} deliberates", seat.plate());
            }
            if grants.minute {
                assert!(matches!(seat.role, Role::Presider | Role::Clerk) && stage.name().takes_minutes());
            }
        }
        let sides: BTreeSet<_> = seats()
            .filter(|seat| self.talks.get(&seat.id) == Some(&TalkKind::Consultation))
            .map(|seat| format!("{:?}", seat.role.side()))
            .collect();
        assert!(sides.len() <= 1, "two sides consult together: {sides:?}");
    }
}
