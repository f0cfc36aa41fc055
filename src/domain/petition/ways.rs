//! Enums for decisions about a petition: grounds, results, ways of delivery.

use crate::domain::named;

named!(
    /// Where a matter goes that is not the petition system's: the legal ways of art. 31(1)–(5), and the
    /// organs of art. 22.
    pub enum LegalWay {
        /// 31(1): litigation, administrative reconsideration, criminal procedure
        Litigation = "litigation",
        /// 31(2)
        Arbitration = "arbitration",
        /// 31(3): a Party member's appeal
        PartyAppeal = "party_appeal",
        /// 31(4)
        AdministrativeProcedure = "administrative_procedure",
        /// 31(5): an organ must act, or investigate a violation
        StatutoryDuty = "statutory_duty",
        /// 22: law and litigation, to the political-legal departments
        PoliticalLegal = "political_legal",
        /// 22: to the discipline organs
        Discipline = "discipline",
    }
);

named!(
    /// Why a petition is not accepted.
    pub enum NonAcceptance {
        /// 19: already accepted or being handled elsewhere, within its time limit
        PendingElsewhere = "pending_elsewhere",
        /// Not for the Party and state organs of art. 2.
        OutOfScope = "out_of_scope",
        /// 23: name or address unclear
        Unidentified = "unidentified",
        Other = "other",
    }
);

named!(
    /// How a draft goes back to its handler.
    pub enum ReturnKind {
        /// The text is to be mended.
        Modify = "modify",
        /// The matter is to be handled anew; the draft is dropped.
        Rehandle = "rehandle",
    }
);

named!(
    /// How a document reached the petitioner.
    pub enum DeliveryWay {
        InPerson = "in_person",
        Online = "online",
        /// Registered mail: received when the slip says so.
        Post = "post",
        /// Left, or announced in public.
        Substituted = "substituted",
    }
);

impl DeliveryWay {
    /// Whether sending is receiving.
    #[must_use]
    pub const fn is_at_once(self) -> bool {
        matches!(self, Self::InPerson | Self::Online)
    }
}

named!(
    /// Where a petitioner's word is on record that was not given by query code.
    pub enum ProofWay {
        /// On paper: a file of the petition shows it.
        Signed = "signed",
        /// In a hearing: its minutes show it.
        InHearing = "in_hearing",
    }
);

named!(
    /// What review (复查) or re-review (复核) says of the opinion below.
    pub enum Finding {
        Upheld = "upheld",
        Changed = "changed",
        Revoked = "revoked",
    }
);

named!(
    /// How it is known that who petitions is who petitioned before.
    pub enum SamePerson {
        /// Both petitions have them.
        Recorded = "recorded",
        /// By another name, or with too little on record to tell; the reason says how it is known.
        OtherName = "other_name",
    }
);

named!(
    /// Why a closed petition is worked on again.
    pub enum ReopenGround {
        Unsatisfied = "unsatisfied",
        ExecutionFailed = "execution_failed",
        /// Ordered from above.
        Ordered = "ordered",
    }
);

named!(
    /// Why an end is taken back.
    pub enum UndoGround {
        /// Ordered from above.
        OrderedFromAbove = "ordered_from_above",
        /// It should not have ended so: the wrong petition, the wrong organ, not the same matter.
        Mistake = "mistake",
        /// The organ that it was diverted to has sent it back.
        OrganReturned = "organ_returned",
    }
);

named!(
    /// 保管期限.
    pub enum Retention {
        Permanent = "permanent",
        ThirtyYears = "thirty_years",
        TenYears = "ten_years",
    }
);
