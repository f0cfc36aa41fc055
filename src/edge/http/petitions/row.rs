//! A petition as a line of a list, for whoever may see it.

use super::pause;
use crate::{
    domain::{ids::PetitionId, petition::Petition, rights::Official},
    edge::{
        AppState, access,
        names::Names,
        problem::Problem,
        views::{PetitionRow, RowNames},
    },
    storage::Records,
};

pub async fn of(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
) -> Result<PetitionRow, Problem> {
    let unit = names.agency_if(records, petition.state.unit()).await?;
    let named = RowNames {
        place: names.place(records, &petition.place).await?,
        desk: names.agency(records, petition.desk).await?,
        unit,
    };
    let now = app.world.now();
    let paused = pause::of(records, names, petition, now).await?;
    Ok(PetitionRow { paused, ..PetitionRow::of(petition, named, now, &app.config.tier_shares) })
}

/// Those of `ids` that `me` may see, as rows of a list; a program needs the scope for it.
pub async fn visible(
    app: &AppState,
    records: &mut dyn Records,
    me: &Official,
    ids: &[PetitionId],
) -> Result<Vec<PetitionRow>, Problem> {
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for id in ids.iter().filter(|_| me.reads_petitions()) {
        if let Some(seen) = access::known(records, me, *id).await? {
            rows.push(of(app, records, &mut names, &seen.petition).await?);
        }
    }
    Ok(rows)
}
