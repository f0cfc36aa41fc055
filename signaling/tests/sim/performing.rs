//! Does what the room asks for, as a server would: late.

use crate::{client::Client, world::Sim};
use signaling::{
    room::{Input, Output},
    wire::DisconnectReason,
};

impl Sim {
    pub fn drain(&mut self) {
        while let Some(output) = self.room.poll_output() {
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Welcome { seat, conn, snapshot } => {
                if !snapshot.peer_alive {
                    self.held.remove(&seat);
                }
                self.clients.insert(seat, Client::welcomed(conn, snapshot));
            }
            Output::ToSeat { seat, message } => {
                if let signaling::wire::ServerMessage::Done { re } = &message {
                    self.model.done(*re);
                    for (seat, kind, muted) in self.mutes_asked.remove(re).unwrap_or_default() {
                        if muted {
                            self.muted.insert((seat, kind))
                        } else {
                            self.muted.remove(&(seat, kind))
                        };
                    }
                }
                if let Some(client) = self.clients.get_mut(&seat) {
                    client.hear(message);
                }
            }
            Output::ToAll(message) => {
                self.witness.learn(&message);
                self.clients.values_mut().for_each(|client| client.hear(message.clone()));
            }
            Output::Bye { seat, conn, .. } => {
                if self.clients.get(&seat).is_some_and(|client| client.conn == conn) {
                    self.clients.remove(&seat);
                }
                let reason = DisconnectReason::Unknown;
                self.under_way.push(Input::Disconnected { seat, conn, reason });
            }
            Output::Route(routes) => self.flows = routes,
            Output::HangUp { seat, peer } => {
                if self.peers.get(&seat) == Some(&peer) {
                    self.peers.remove(&seat);
                }
            }
            Output::AskGrants { at_table, .. } => {
                self.at_table = at_table;
                self.under_way.push(Input::Granted(Vec::new()));
            }
            Output::Record { question, fact } => {
                self.questions.insert(question, fact);
                self.under_way.push(Input::Recorded(question));
            }
            Output::Note(fact) => {
                self.model.learn(&fact);
                self.record.push(fact);
            }
        }
    }
}
