//! SQL of API clients: tokens, signing secrets and nonces.

use super::Session;
use crate::{
    domain::{Timestamp, channels::ApiClient, ids::ClientId, people::Staff},
    storage::{
        ClientRecords, ClientWrites, PeopleWrites, StoreError,
        error::{or_exists, or_stale},
        rows::channels::ClientRecord,
        statements::statements,
        values::join,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! client {
    ($rest:literal) => {
        concat!(
            "select p.id, p.agency, p.name, p.scopes, p.made_by, p.made_at, p.last_used_at, p.revoked_at,
                c.closed_at as agency_closed_at
            from api_clients p left join agency_closures c on c.agency = p.agency ",
            $rest
        )
    };
}

statements! {
    CLIENTS = client!("order by p.made_at, p.id");
    CLIENT = client!("where p.id = $1");
    CLIENT_BY_TOKEN = client!("where p.token_hash = $1");
    SIGNING_SECRET = "select signing_secret from api_clients where id = $1";
    SEALED_SINCE = "select sealed_since from api_clients where id = $1";
    SEAL_MESSAGES = "update api_clients set sealed_since = $2 where id = $1 and sealed_since is null";
    ADD_CLIENT = "insert into api_clients (id, agency, name, scopes, token_hash, signing_secret, made_by, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    TOUCH_CLIENT = "update api_clients set last_used_at = $2 where id = $1";
    RENEW_CREDENTIALS = "update api_clients set token_hash = coalesce($2, token_hash),
        signing_secret = coalesce($3, signing_secret) where id = $1 and revoked_at is null";
    REVOKE_CLIENT = "update api_clients set revoked_at = $2 where id = $1 and revoked_at is null";
    USE_NONCE = "insert into request_nonces (client, nonce, at) values ($1, $2, $3)
        on conflict (client, nonce) do nothing";
    SWEEP_NONCES = "delete from request_nonces where at < $1";
}

#[async_trait]
impl ClientRecords for Session {
    async fn api_clients(&mut self) -> Result<Vec<ApiClient>> {
        let rows: Vec<ClientRecord> = query_as(CLIENTS).fetch_all(self.conn()).await?;
        rows.into_iter().map(ApiClient::try_from).collect()
    }

    async fn api_client(&mut self, id: ClientId) -> Result<Option<ApiClient>> {
        let row: Option<ClientRecord> = query_as(CLIENT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(ApiClient::try_from).transpose()
    }

    async fn api_client_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<ApiClient>> {
        let row: Option<ClientRecord> =
            query_as(CLIENT_BY_TOKEN).bind(token_hash.as_slice()).fetch_optional(self.conn()).await?;
        row.map(ApiClient::try_from).transpose()
    }

    async fn signing_secret(&mut self, id: ClientId) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            query_scalar(SIGNING_SECRET).bind(id.0).fetch_optional(self.conn()).await?;
        sealed.map(|sealed| self.vault().open_text("signing secret", id.0, &sealed)).transpose()
    }

    async fn messages_sealed(&mut self, id: ClientId) -> Result<bool> {
        let since: Option<Option<i64>> =
            query_scalar(SEALED_SINCE).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(since.flatten().is_some())
    }
}

#[async_trait]
impl ClientWrites for Session {
    async fn add_api_client(
        &mut self,
        client: &ApiClient,
        token_hash: &[u8; 32],
        signing_secret: &str,
    ) -> Result<()> {
        // Disabled: nobody signs in by it, and no list offers it.
        let account = Staff {
            id: client.account(),
            username: format!("api:{}", client.id),
            name: client.name.clone(),
            agency: client.agency,
            roles: Vec::new(),
            disabled: true,
        };
        self.put_staff(&account).await?;
        let sealed = self.vault().seal_text("signing secret", client.id.0, signing_secret)?;
        query(ADD_CLIENT)
            .bind(client.id.0)
            .bind(client.agency.0)
            .bind(&client.name)
            .bind(join(&client.scopes))
            .bind(token_hash.as_slice())
            .bind(sealed)
            .bind(client.made_by.0)
            .bind(client.made_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("API client"))?;
        Ok(())
    }

    async fn touch_api_client(&mut self, id: ClientId, at: Timestamp) -> Result<()> {
        let done = query(TOUCH_CLIENT).bind(id.0).bind(at.0).execute(self.conn()).await?;
        or_stale("API client", done.rows_affected())
    }

    async fn renew_credentials(
        &mut self,
        id: ClientId,
        token_hash: Option<[u8; 32]>,
        signing_secret: Option<&str>,
    ) -> Result<bool> {
        let seal = |secret: &str| self.vault().seal_text("signing secret", id.0, secret);
        let sealed = signing_secret.map(seal).transpose()?;
        let done = query(RENEW_CREDENTIALS)
            .bind(id.0)
            .bind(token_hash.map(|hash| hash.to_vec()))
            .bind(sealed)
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn revoke_api_client(&mut self, id: ClientId, at: Timestamp) -> Result<bool> {
        let done = query(REVOKE_CLIENT).bind(id.0).bind(at.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn seal_messages(&mut self, id: ClientId, at: Timestamp) -> Result<()> {
        query(SEAL_MESSAGES).bind(id.0).bind(at.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn use_nonce(
        &mut self,
        id: ClientId,
        nonce: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<bool> {
        query(SWEEP_NONCES).bind(since.0).execute(self.conn()).await?;
        let done = query(USE_NONCE).bind(id.0).bind(nonce).bind(at.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }
}
