//! What of the people in a petition, and of the house's own words about it, each who sees the petition is shown.
//! How it is then shown is [`super::masking`].

use super::{Official, SeatRelation, petition::Standing};
use crate::domain::{hearing::Hearing, ids::AgencyId, named, people::Role, petition::Petition};

named!(
    /// What is not shown to everybody who sees a petition.
    pub enum PetitionField {
        Name = "name",
        Phone = "phone",
        IdNumber = "id_number",
        Address = "address",
        /// What the house says to itself: reasons and remarks in the timeline (why it was returned, objected to, who
        /// is recused), what it demands of organs, what was noted when it called back.
        Notes = "notes",
        /// Files that came with it, and documents as issued. They say all of the above and cannot be masked.
        Papers = "papers",
    }
);

named!(
    /// How much of a field somebody is sent.
    pub enum Shown {
        Full = "full",
        /// Enough to tell two people apart.
        Masked = "masked",
        Hidden = "hidden",
    }
);

named!(
    /// What somebody's organ is to a petition. The first that holds.
    pub enum Near {
        /// The bureau that registered it or has it; the discipline desk of a report.
        Registrar = "registrar",
        /// It was routed or diverted to them.
        Unit = "unit",
        Reviewer = "reviewer",
        /// They hold a seat in its hearing, or are in charge of it; of a hearing also who holds it.
        Table = "table",
        /// A bureau above, who rules on competence, or who reviewed it before.
        Above = "above",
        /// Their organ has a seat, or had it before as successor of a unit.
        Guest = "guest",
    }
);

named!(
    /// What somebody's posts have to do with people. The first that holds.
    pub enum Dealing {
        /// Meets, calls and writes to them.
        Works = "works",
        /// Leads or supervises those who do.
        Watches = "watches",
        /// Sits at the table of a hearing or sees to its lines, and does not read the petition.
        Serves = "serves",
        /// Keeps what is over.
        Keeps = "keeps",
    }
);

named!(
    /// By what somebody's search finds a petition. What is shown to them masked finds nothing: a hit would say it.
    #[derive(Default)]
    pub enum FoundBy {
        /// Of title, text and number: nobody is looked for.
        #[default]
        Words = "words",
        /// A whole name, too.
        Names = "names",
        /// A whole name, phone number or number of an identity paper, too.
        People = "people",
    }
);

/// Who calls on people and serves them papers.
const WORKS: &[Role] = &[
    Role::CounterClerk,
    Role::Screener,
    Role::BureauHead,
    Role::Handler,
    Role::UnitHead,
    Role::Presider,
    Role::Clerk,
    Role::DisciplineDesk,
];

/// The rights of one person in the fields of one petition that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRights {
    pub near: Near,
    pub dealing: Dealing,
}

impl FieldRights {
    /// The table. A number of an identity paper is whole for nobody: the counter compares its end.
    #[must_use]
    pub const fn shown(self, field: PetitionField) -> Shown {
        use Dealing as D;
        use Near as N;
        use PetitionField as F;
        use Shown as S;
        match (field, self.dealing, self.near) {
            (F::Name, D::Works | D::Watches, _) | (F::Name, D::Serves, N::Table) => S::Full,
            (F::Name, ..) => S::Masked,

            (F::Phone | F::Address, D::Works, N::Registrar | N::Unit | N::Reviewer | N::Table) => S::Full,
            (F::Phone, D::Works, N::Above) => S::Masked,
            (F::Phone, D::Watches, N::Registrar | N::Unit | N::Reviewer | N::Table | N::Above) => S::Masked,
            (F::Phone | F::Address, ..) => S::Hidden,

            (F::IdNumber, D::Works, N::Registrar | N::Unit | N::Reviewer | N::Table) => S::Masked,
            (F::IdNumber, ..) => S::Hidden,

            (F::Notes | F::Papers, D::Serves | D::Keeps, _) | (F::Notes | F::Papers, _, N::Guest) => {
                S::Hidden
            }
            (F::Notes | F::Papers, ..) => S::Full,
        }
    }
}

/// What `actor`, who sees `petition`, is shown of its fields.
#[must_use]
pub fn field_rights(actor: &Official, petition: &Petition, seat: SeatRelation) -> FieldRights {
    let actor = &actor.not_for(|principal| petition.keeps_away(principal));
    let standing = Standing { actor, petition, seat };
    FieldRights { near: near(&standing), dealing: dealing(actor) }
}

/// What `actor`, who sees `hearing` of `petition`, is shown of the people at its table.
#[must_use]
pub fn hearing_field_rights(
    actor: &Official,
    hearing: &Hearing,
    petition: &Petition,
    seat: SeatRelation,
) -> FieldRights {
    let rights = field_rights(actor, petition, seat);
    let at_table = seat == SeatRelation::Own || hearing.host == actor.agency.id;
    let serves = seat == SeatRelation::Own || actor.has_any(&[Role::Officer]);
    FieldRights {
        near: if at_table { Near::Table } else { rights.near },
        dealing: if rights.dealing == Dealing::Keeps && serves { Dealing::Serves } else { rights.dealing },
    }
}

/// By what a search of `actor` finds petitions. Who meets people looks them up by their numbers, of which the bureau above
/// is shown the end alone: how often is counted.
#[must_use]
pub fn found_by(actor: &Official) -> FoundBy {
    match dealing(actor) {
        Dealing::Works => FoundBy::People,
        Dealing::Watches if actor.program.is_none() => FoundBy::Names,
        Dealing::Watches | Dealing::Serves | Dealing::Keeps => FoundBy::Words,
    }
}

/// Whether `actor` works on petitions for `agency`: what was written to it or by it is theirs to read.
#[must_use]
pub fn works_for(actor: &Official, agency: AgencyId) -> bool {
    actor.agency.id == agency && dealing(actor) != Dealing::Keeps
}

fn near(standing: &Standing<'_>) -> Near {
    if standing.keeps_record() {
        Near::Registrar
    } else if standing.is_unit() || standing.is_organ() {
        Near::Unit
    } else if standing.is_reviewer() {
        Near::Reviewer
    } else if standing.seat == SeatRelation::Own {
        Near::Table
    } else if standing.seat == SeatRelation::Agency && !standing.is_above() && !standing.has_reviewed() {
        Near::Guest
    } else {
        Near::Above
    }
}

fn dealing(actor: &Official) -> Dealing {
    // A program meets and calls nobody: whoever does opens the page.
    if actor.has_any(WORKS) && actor.program.is_none() {
        Dealing::Works
    } else if actor.has_any(WORKS) || actor.has_any(&[Role::Leader, Role::Supervisor]) {
        Dealing::Watches
    } else {
        Dealing::Keeps
    }
}
