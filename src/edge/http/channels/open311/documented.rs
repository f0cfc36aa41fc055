//! What is read and answered, as the document describes it.

#[derive(utoipa::ToSchema)]
#[schema(as = Open311Request)]
#[expect(dead_code, reason = "documents the form")]
pub struct RequestForm {
    api_key: String,
    service_code: String,
    description: String,
    jurisdiction_id: Option<String>,
    /// A division's code.
    address_id: Option<String>,
    address_string: Option<String>,
    lat: Option<String>,
    long: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    media_url: Option<String>,
    /// Of the service's definition: the organ or unit that it is about.
    #[schema(rename = "attribute[respondent]")]
    attribute_respondent: Option<String>,
    /// Of the service's definition: how many people it concerns.
    #[schema(rename = "attribute[persons_concerned]")]
    attribute_persons_concerned: Option<String>,
}

/// What a list is asked for by.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `Wanted` reads")]
pub struct ListParams {
    api_key: String,
    /// A division's code.
    jurisdiction_id: Option<String>,
    /// With commas between.
    service_request_id: Option<String>,
    /// With commas between.
    service_code: Option<String>,
    /// `open`, `closed`, or both with a comma between.
    status: Option<String>,
    /// 90 days ago if left out.
    start_date: Option<String>,
    end_date: Option<String>,
}

/// What one request or token is asked for by, beside its number.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `client` reads")]
pub struct KeyParams {
    api_key: String,
    /// A division's code.
    jurisdiction_id: Option<String>,
}

/// One of a list of errors, as the document describes [`super::answer::Fault`].
#[derive(utoipa::ToSchema)]
#[schema(as = Open311Error)]
#[expect(dead_code, reason = "documents the form")]
pub struct FaultBody {
    /// The answer's status.
    code: u16,
    description: String,
}
