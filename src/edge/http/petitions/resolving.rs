//! Finds the people, agencies, papers and petitions that a step names.

use super::{households, transition_body::ProofBody};
use crate::{
    administration::organs::heir,
    domain::{
        event::EventKind,
        hearing::{Hearing, HearingKind, Stage},
        ids::{AgencyId, AttachmentId, HearingId, StaffId},
        jurisdiction::{Agency, AgencyKind, DivisionCode, NextHigher, bureau_above},
        parse_day,
        people::Staff,
        petition::{self, Petition, PetitionNumber, Proof, ProofWay, Routing, SamePerson, Transition},
        rights::Official,
    },
    edge::{EdgeConfig, access, problem::Problem, views::SamePersonText},
    storage::Records,
};
use time::Date;
use uuid::Uuid;

/// What a body is read against.
pub struct Resolving<'a> {
    pub records: &'a mut dyn Records,
    pub me: &'a Official,
    pub petition: &'a Petition,
    pub house: &'a EdgeConfig,
}

impl Resolving<'_> {
    pub(super) async fn agency(&mut self, field: &'static str, id: Uuid) -> Result<Agency, Problem> {
        let agency = self.records.agency(AgencyId(id)).await?;
        let agency = agency.ok_or_else(|| Problem::field(field, "There is no such agency"))?;
        if self.records.closure(agency.id).await?.is_some() {
            return Err(Problem::field(field, "This agency was closed; its successor has its matters"));
        }
        Ok(agency)
    }

    /// Where the bureau that has it belongs.
    async fn desk_division(&mut self) -> Result<DivisionCode, Problem> {
        let desk = self.records.agency(self.petition.desk).await?;
        Ok(desk.map_or_else(|| self.petition.place.clone(), |desk| desk.division))
    }

    /// The bureau that handed it down, or the one it was merged into since; its own one where nobody did, which the
    /// step refuses.
    pub(super) async fn came_from(&mut self) -> Result<Agency, Problem> {
        let from = self.petition.came_from().unwrap_or(self.petition.desk);
        let from = heir(self.records, from).await?;
        self.records.agency(from).await?.ok_or(Problem::NotFound)
    }

    pub(super) async fn handed_down(
        &mut self,
        how: Routing,
        bureau: Uuid,
        ordered_until: Option<Date>,
    ) -> Result<Transition, Problem> {
        let bureau = self.agency("bureau", bureau).await?;
        let was = self.desk_division().await?;
        let share = self.share(&bureau);
        Ok(Transition::HandDown { how, was, ordered_until, share, bureau, by: self.me.staff.id })
    }

    /// Organs and people that a report is found to accuse.
    pub(super) async fn accused(
        &mut self,
        agencies: Vec<Uuid>,
        staff: Vec<Uuid>,
        reason: String,
    ) -> Result<Transition, Problem> {
        let (mut organs, mut people) = (Vec::new(), Vec::new());
        for agency in agencies {
            organs.push(self.agency("agencies", agency).await?);
        }
        for one in staff {
            people.push(self.staff("staff", one).await?);
        }
        Ok(Transition::NameAccused { agencies: organs, staff: people, reason })
    }

    /// Whether other households are in it, or it is in with others.
    pub(super) async fn is_together(&mut self) -> Result<bool, Problem> {
        Ok(households::is_together(self.records, self.petition).await?)
    }

    /// Whether its petitioner had raised the matter already, in `lead` or in one that went into it.
    pub(super) async fn raised_in(&mut self, lead: &Petition) -> Result<bool, Problem> {
        let own = self.records.parties(self.petition.id).await?;
        let mut there = self.records.parties(lead.id).await?;
        for joined in self.records.merged_into(lead.id).await? {
            there.extend(self.records.parties(joined.id).await?);
        }
        Ok(petition::raised_before(&own, &there))
    }

    /// How it is known that its petitioner raised `earlier`, in their own name or, as staff say, in another.
    pub(super) async fn same_person(
        &mut self,
        earlier: &Petition,
        said: Option<SamePersonText>,
    ) -> Result<Option<SamePerson>, Problem> {
        if self.raised_in(earlier).await? {
            return Ok(Some(SamePerson::Recorded));
        }
        Ok(said.map(|said| said.0).filter(|said| *said == SamePerson::OtherName))
    }

    /// Days of its own that a bureau has, of the fifteen.
    pub(super) fn share(&self, bureau: &Agency) -> u16 {
        self.house.tier_shares.days(bureau.division.level())
    }

    pub(super) async fn staff(&mut self, field: &'static str, id: Uuid) -> Result<Staff, Problem> {
        let staff = self.records.staff(StaffId(id)).await?;
        staff.ok_or_else(|| Problem::field(field, "There is no such person"))
    }

    /// Whoever a head keeps away: of their own organ, or as a bureau of one in its division. Else whose work is reviewed or
    /// supervised would choose by whom (art. 28).
    pub(super) async fn recused(&mut self, field: &'static str, id: Uuid) -> Result<StaffId, Problem> {
        let (me, staff) = (self.me, self.staff(field, id).await?);
        let theirs = self.records.agency(staff.agency).await?;
        let theirs = theirs.ok_or_else(|| Problem::field(field, "There is no such person"))?;
        let own = &me.agency;
        let in_charge = own.kind == AgencyKind::PetitionBureau && own.division.contains(&theirs.division);
        if theirs.id != own.id && !in_charge {
            let sentence =
                "Of your own organ; whoever is of another is recused there, or by a bureau above it";
            return Err(Problem::field(field, sentence));
        }
        Ok(staff.id)
    }

    pub(super) async fn petition_if(
        &mut self,
        field: &'static str,
        number: Option<&str>,
    ) -> Result<Option<Box<Petition>>, Problem> {
        match number {
            Some(number) => self.petition(field, number).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn proof_if(
        &mut self,
        field: &'static str,
        named: Option<ProofBody>,
    ) -> Result<Option<Proof>, Problem> {
        match named {
            Some(named) => self.proof(field, named).await.map(Some),
            None => Ok(None),
        }
    }

    /// By number, if the person may know of it.
    pub(super) async fn petition(
        &mut self,
        field: &'static str,
        number: &str,
    ) -> Result<Box<Petition>, Problem> {
        let nothing = || Problem::field(field, "There is no such petition");
        let number: PetitionNumber = number.trim().parse().map_err(|_| nothing())?;
        let found = self.records.petition_by_number(number.as_str()).await?;
        let (found, _) = found.ok_or_else(nothing)?;
        match access::petition(self.records, self.me, found.id).await {
            Ok(seen) => Ok(Box::new(seen.petition)),
            Err(Problem::NotFound) => Err(nothing()),
            Err(problem) => Err(problem),
        }
    }

    /// On which day the petitioner of `earlier` had the opinion that ended it, if its log tells.
    pub(super) async fn final_opinion_received(
        &mut self,
        earlier: &Petition,
    ) -> Result<Option<Date>, Problem> {
        let log = self.records.timeline(earlier.id).await?;
        let end = log.iter().rfind(|chained| chained.event.kind == EventKind::PetitionTerminated);
        let day = end.and_then(|chained| chained.event.detail("received_on"));
        Ok(day.and_then(parse_day))
    }

    /// The file or hearing that shows it must be of this petition, or the hearing of what its household joined, held to its
    /// end; and none that is kept behind the wall from who names it (art. 30, ADR 64).
    async fn proof(&mut self, field: &'static str, named: ProofBody) -> Result<Proof, Problem> {
        let (way, paper, me, petition) = (named.how.0, named.paper, self.me, self.petition);
        let at = match way {
            ProofWay::Signed => {
                let files = access::files(self.records, me, petition).await?;
                files.into_iter().find(|file| file.id == AttachmentId(paper)).map(|file| file.added_at)
            }
            ProofWay::InHearing => {
                let hearing = self.records.hearing(HearingId(paper)).await?;
                let matter = self.records.household(petition.clone()).await?.matter;
                let open = |hearing: &Hearing| {
                    let of = [petition, &matter].into_iter().find(|of| of.id == hearing.petition);
                    of.is_some_and(|of| !access::is_kept_from(me, hearing, of))
                };
                hearing.filter(open).and_then(|hearing| match hearing.stage {
                    Stage::Closed { at } | Stage::OutcomeIssued { at } => Some(at),
                    _ => None,
                })
            }
        };
        let nothing = "There is no such file, or no hearing that was held to its end, of this petition";
        Ok(Proof { way, paper, at: at.ok_or_else(|| Problem::field(field, nothing))? })
    }

    /// 听证 of this petition, which is not over: by its days a clock stands still (art. 36).
    pub(super) async fn formal_hearing(&mut self, id: Uuid) -> Result<HearingId, Problem> {
        let of = self.petition.id;
        let hearing = self.records.hearing(HearingId(id)).await?;
        let formal = hearing.filter(|hearing| {
            hearing.petition == of
                && hearing.kind == HearingKind::FormalHearing
                && !hearing.stage.name().is_over()
        });
        let nothing =
            "A clock stands still for a formal hearing (听证会) of this petition that is ahead or being held";
        formal.map(|hearing| hearing.id).ok_or_else(|| Problem::field("hearing", nothing))
    }

    pub(super) async fn below(&mut self) -> Result<DivisionCode, Problem> {
        below(self.records, self.petition).await
    }

    pub(super) async fn reviewing_organ(
        &mut self,
        named: Option<Uuid>,
    ) -> Result<(Option<Agency>, NextHigher), Problem> {
        let (bureau, above) = next_higher(self.records, self.petition).await?;
        let organ = match named {
            Some(organ) => Some(self.agency("organ", organ).await?),
            None => bureau,
        };
        Ok((organ, above))
    }
}

/// Where the organ belongs whose opinion stands: the last reviewer, or the unit.
async fn below(records: &mut dyn Records, petition: &Petition) -> Result<DivisionCode, Problem> {
    let state = &petition.state;
    let agency = match state.reviewer().or(state.unit()) {
        Some(agency) => records.agency(agency).await?,
        None => None,
    };
    Ok(agency.map_or_else(|| petition.place.clone(), |agency| agency.division))
}

/// The petition bureau of the next higher level, and which organs are as high. No bureau: nobody of this system is above, as
/// after a review by the province.
pub async fn next_higher(
    records: &mut dyn Records,
    petition: &Petition,
) -> Result<(Option<Agency>, NextHigher), Problem> {
    let below = below(records, petition).await?;
    let agencies = records.agencies().await?;
    Ok((bureau_above(&below, &agencies).cloned(), NextHigher::of(below, &agencies)))
}
