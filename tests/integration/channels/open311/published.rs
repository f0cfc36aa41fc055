//! The documents of GeoReport v2 as its page shows them, with the elements that it names and our own words in them: what the
//! tables of `schema` were made from, so that a slip in a table is seen.
//!
//! <https://wiki.open311.org/GeoReport_v2>

use super::{
    schema::{DEFINITION, ERRORS, FILED, REQUESTS, SERVICES, TOKENS},
    shape::{Shape, names_in},
};

const SERVICE_LIST: &str = "<services><service>
    <service_code>lamps</service_code><service_name>路灯</service_name><description>不亮的路灯</description>
    <metadata>true</metadata><type>realtime</type><keywords>路灯,照明</keywords><group>市政</group>
</service></services>";

const SERVICE_DEFINITION: &str = "<service_definition>
    <service_code>lamps</service_code>
    <attributes><attribute>
        <variable>true</variable><code>KIND</code><datatype>singlevaluelist</datatype><required>true</required>
        <datatype_description></datatype_description><order>1</order><description>哪一种灯</description>
        <values><value><key>1</key><name>高杆灯</name></value></values>
    </attribute></attributes>
</service_definition>";

/// Of a service of type realtime, and of one of type batch.
const CREATED: &str = "<service_requests>
    <request><service_request_id>1</service_request_id><service_notice>三日内到场</service_notice><account_id></account_id></request>
    <request><token>2</token><service_notice></service_notice><account_id></account_id></request>
</service_requests>";

const TOKEN: &str = "<service_requests>
    <request><service_request_id>1</service_request_id><token>2</token></request>
</service_requests>";

const REQUEST: &str = "<service_requests><request>
    <service_request_id>1</service_request_id><status>closed</status><status_notes>重复</status_notes>
    <service_name>路灯</service_name><service_code>lamps</service_code><description></description><agency_responsible></agency_responsible>
    <service_notice></service_notice><requested_datetime>2026-11-18T10:00:00+08:00</requested_datetime>
    <updated_datetime>2026-11-18T10:00:00+08:00</updated_datetime>
    <expected_datetime>2026-11-19T10:00:00+08:00</expected_datetime>
    <address>西津西路</address><address_id>620103002</address_id><zipcode>730050</zipcode>
    <lat>36.06</lat><long>103.77</long><media_url>https://example.org/1.jpg</media_url>
</request></service_requests>";

const FAULTS: &str = "<errors><error><code>403</code><description>没有密钥</description></error></errors>";

/// Shape, published document, and what of the shape is ours.
static PUBLISHED: &[(&Shape, &str, &[&str])] = &[
    (&SERVICES, SERVICE_LIST, &[]),
    (&DEFINITION, SERVICE_DEFINITION, &[]),
    (&FILED, CREATED, &[]),
    (&TOKENS, TOKEN, &["service_requests/request/status_notes"]),
    (&REQUESTS, REQUEST, &[]),
    (&ERRORS, FAULTS, &[]),
];

#[test]
fn the_tables_name_what_the_specification_names() {
    for (shape, document, ours) in PUBLISHED {
        let mut told = shape.names();
        for own in *ours {
            assert!(told.remove(*own), "{own}");
        }
        assert_eq!(told, names_in(document));
    }
}
