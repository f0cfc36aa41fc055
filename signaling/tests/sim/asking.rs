//! What seats ask of the room.

use crate::{step::Step, world::Sim};
use signaling::{
    room::{Ask, Input},
    wire::{ApartAsk, SourceKind, TalkId},
};
use uuid::Uuid;

impl Sim {
    pub fn ask(&mut self, step: Step) {
        let (by, ask) = match step {
            Step::Admit { by, seat } => (by, Ask::Admit { seat: self.id(seat) }),
            Step::Dismiss { by, seat } => (by, Ask::Dismiss { seat: self.id(seat) }),
            Step::Remove { by, seat } => {
                (by, Ask::Remove { seat: self.id(seat), reason: "扰乱秩序，屡劝不止".to_owned() })
            }
            Step::Mute { by, seat, kind, muted } => (by, Ask::Mute { seat: self.id(seat), kind, muted }),
            Step::MuteAll { by, muted } => (by, Ask::MuteAll { muted }),
            Step::SetSource { seat, kind, on } => (seat, Ask::SetSource { kind, on }),
            Step::GiveFloor { by, to } => (by, Ask::GiveFloor { seat: to.map(|seat| self.id(seat)) }),
            Step::Away { seat, away } => (seat, Ask::Away { away }),
            Step::RaiseHand { seat, up } => (seat, Ask::RaiseHand { up }),
            Step::Leave { seat } => (seat, Ask::Leave),
            apart => {
                let (by, ask) = self.apart(apart);
                (by, Ask::Apart(ask))
            }
        };
        let seat = self.id(by);
        let Some(client) = self.clients.get_mut(&seat) else { return };
        self.requests += 1;
        client.waits_for.insert(self.requests);
        let mutes = match &ask {
            Ask::Mute { seat, kind, muted } => vec![(*seat, *kind, *muted)],
            Ask::MuteAll { muted } => {
                let others = self.ids.iter().filter(|id| **id != seat);
                others.map(|id| (*id, SourceKind::Microphone, *muted)).collect()
            }
            _ => Vec::new(),
        };
        self.mutes_asked.insert(self.requests, mutes);
        if let Ask::Apart(ask) = &ask {
            self.model.asks(self.requests, seat, ask.clone());
        }
        let conn = client.conn;
        self.feed(Input::Asked { seat, conn, re: self.requests, ask });
    }

    fn apart(&self, step: Step) -> (usize, ApartAsk) {
        let named = |talk: u8| TalkId(Uuid::from_u128(u128::from(talk) + 100));
        match step {
            Step::OpenTalk { by, talk, of, invite, enter } => {
                let invite = invite.into_iter().map(|seat| self.id(seat)).collect();
                (by, ApartAsk::OpenTalk { talk: named(talk), of, invite, enter })
            }
            Step::Invite { by, talk, seat } => {
                (by, ApartAsk::Invite { talk: named(talk), seat: self.id(seat) })
            }
            Step::EnterTalk { by, talk } => (by, ApartAsk::EnterTalk { talk: named(talk) }),
            Step::DeclineTalk { by, talk } => (by, ApartAsk::DeclineTalk { talk: named(talk) }),
            Step::LeaveTalk { by } => (by, ApartAsk::LeaveTalk {}),
            Step::LockTalk { by, talk, locked } => (by, ApartAsk::LockTalk { talk: named(talk), locked }),
            Step::CloseTalk { by, talk } => (by, ApartAsk::CloseTalk { talk: named(talk) }),
            Step::CloseTalks { by } => (by, ApartAsk::CloseTalks {}),
            Step::Listen { by, to } => (by, ApartAsk::Listen { interpreter: to.map(|seat| self.id(seat)) }),
            Step::SpeakAloud { by, aloud } => (by, ApartAsk::SpeakAloud { aloud }),
            Step::CallWitness { by, seat } => (by, ApartAsk::CallWitness { seat: self.id(seat) }),
            Step::ReleaseWitness { by, seat } => (by, ApartAsk::ReleaseWitness { seat: self.id(seat) }),
            other => panic!("nobody asks {other:?}"),
        }
    }
}
