//! Ids: UUIDv7, one newtype each. They are made outside (`World::new_id`) and given in.

use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )+};
}

id!(
    AgencyId,
    /// A reception room (接访室), not a room on the media plane.
    RoomId,
    StaffId,
    PetitionId,
    /// Somebody named in a petition: petitioner, co-petitioner, representative, agent.
    PersonId,
    AttachmentId,
    DocumentId,
    HearingId,
    SeatId,
    EntryId,
    /// A private talk of a hearing; made by the client that opens it.
    TalkId,
    /// Made by the client for each write of a minutes entry.
    OpId,
    ActionItemId,
    /// A supervision order or a recommendation.
    DemandId,
    EventId,
    /// A file of the recorder.
    RecordingId,
    /// A film mixed from recordings.
    ExportId,
    /// A file laid before a hearing.
    ExhibitId,
    /// A program that calls the API with a token of its own.
    ClientId,
    /// What came in by an adapter and what became of it.
    IntakeId,
    /// A receiver of signed notices.
    WebhookId,
    /// One notice on its way to one receiver.
    DeliveryId,
    /// An entry of the administration log.
    DeedId,
    ReceptionDayId,
    /// Somebody asks for a hearing (接访申请).
    HearingRequestId,
    /// What one seat is told of its hearing.
    HearingNoticeId,
    /// A place in the queue of a reception day.
    QueueTicketId,
    /// What a grid worker reported; drawn by the phone.
    GridReportId,
    /// Somebody acts for somebody (委托代办).
    DelegationId,
    /// The big screen of a reception room.
    ScreenId,
    /// Somebody looked at a petition's page, or for a person.
    OpeningId,
);
