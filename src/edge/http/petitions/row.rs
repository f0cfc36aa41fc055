//! A petition as a line of a list, for whoever may see it.

use super::pause;
use crate::{
    domain::petition::Petition,
    edge::{
        AppState,
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
