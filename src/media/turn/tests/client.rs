//! A TURN client of a few lines.

use super::*;
use rtc_stun::attributes::*;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_SUCCESS_RESPONSE, METHOD_ALLOCATE, METHOD_CHANNEL_BIND,
    METHOD_CREATE_PERMISSION, METHOD_REFRESH, Message, MessageType, Method, Setter, TransactionId,
};
use rtc_stun::xoraddr::XorMappedAddress;

/// An attribute to be written.
pub type Attribute = (AttrType, Vec<u8>);

pub struct Client {
    pub path: Path,
    pub username: String,
    pub password: String,
    nonce: Vec<u8>,
    /// Counts transactions.
    pub turn: u8,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub message: Message,
    /// 0 for a success.
    pub code: u16,
}

impl Client {
    pub fn new(hall: &Hall, port: u16) -> Self {
        Self::of_seat(hall, port, "seat")
    }

    pub fn of_seat(hall: &Hall, port: u16, seat: &str) -> Self {
        let (username, password) = Credentials::new(SECRET).until(hall.now.unix + 3600, seat);
        let path = Path::udp(([203, 0, 113, 5], port).into(), Some([192, 0, 2, 1].into()));
        Self { path, username, password, nonce: Vec::new(), turn: 0 }
    }

    /// A request without credentials.
    pub fn bare(&mut self, method: Method, attributes: &[Attribute]) -> Vec<u8> {
        self.begin(MessageType { method, class: CLASS_REQUEST }, attributes).raw
    }

    pub fn sealed(&mut self, method: Method, attributes: &[Attribute]) -> Vec<u8> {
        let mut message = self.begin(MessageType { method, class: CLASS_REQUEST }, attributes);
        message.add(ATTR_USERNAME, self.username.as_bytes());
        message.add(ATTR_REALM, keys::REALM.as_bytes());
        message.add(ATTR_NONCE, &self.nonce);
        let (name, realm) = (self.username.clone(), keys::REALM.to_owned());
        let crypto = rtc_srtp::crypto::default_provider().unwrap();
        let seal = MessageIntegrity::new_long_term_integrity_with_provider(
            name,
            realm,
            self.password.clone(),
            crypto.crypto(),
        );
        seal.unwrap().add_to(&mut message).unwrap();
        message.raw
    }

    pub fn send_indication(&mut self, peer: SocketAddr, data: &[u8]) -> Vec<u8> {
        let kind = MessageType { method: METHOD_SEND, class: CLASS_INDICATION };
        let mut message = self.begin(kind, &[]);
        XorMappedAddress { ip: peer.ip(), port: peer.port() }
            .add_to_as(&mut message, ATTR_XOR_PEER_ADDRESS)
            .unwrap();
        message.add(ATTR_DATA, data);
        message.raw
    }

    fn begin(&mut self, kind: MessageType, attributes: &[Attribute]) -> Message {
        let mut message = Message::new();
        self.turn = self.turn.wrapping_add(1);
        (message.typ, message.transaction_id) = (kind, TransactionId([self.turn; 12]));
        message.write_header();
        for (typ, value) in attributes {
            message.add(*typ, value);
        }
        message
    }

    /// Asks with credentials, learning the nonce first if need be.
    pub fn ask(&mut self, hall: &mut Hall, method: Method, attributes: &[Attribute]) -> Reply {
        for _ in 0..2 {
            let request = self.sealed(method, attributes);
            let reply = hall.asks(self.path, &request).expect("an answer");
            if !matches!(reply.code, 401 | 438) || reply.nonce() == self.nonce {
                return reply;
            }
            self.nonce = reply.nonce();
        }
        hall.asks(self.path, &self.sealed(method, attributes)).expect("an answer")
    }

    pub fn allocate(&mut self, hall: &mut Hall) -> Reply {
        self.ask(hall, METHOD_ALLOCATE, &[udp()])
    }

    pub fn refresh(&mut self, hall: &mut Hall, lifetime: u32) -> Reply {
        self.ask(hall, METHOD_REFRESH, &[(ATTR_LIFETIME, lifetime.to_be_bytes().into())])
    }

    pub fn permit(&mut self, hall: &mut Hall, peer: SocketAddr) -> Reply {
        let peer = peer_address(self.turn.wrapping_add(1), peer);
        // `ask` may repeat with another transaction, which hides addresses differently.
        assert!(!self.nonce.is_empty(), "allocate first");
        self.ask(hall, METHOD_CREATE_PERMISSION, &[peer])
    }

    pub fn bind(&mut self, hall: &mut Hall, number: u16, peer: SocketAddr) -> Reply {
        let peer = peer_address(self.turn.wrapping_add(1), peer);
        assert!(!self.nonce.is_empty(), "allocate first");
        let [high, low] = number.to_be_bytes();
        self.ask(hall, METHOD_CHANNEL_BIND, &[(ATTR_CHANNEL_NUMBER, vec![high, low, 0, 0]), peer])
    }
}

impl Reply {
    pub fn read(bytes: &[u8]) -> Self {
        let mut message = Message::new();
        message.unmarshal_binary(bytes).unwrap();
        let code = match message.typ.class {
            CLASS_SUCCESS_RESPONSE => 0,
            CLASS_ERROR_RESPONSE => {
                let value = message.get(ATTR_ERROR_CODE).unwrap();
                u16::from(value[2]) * 100 + u16::from(value[3])
            }
            _ => 1,
        };
        Self { message, code }
    }

    fn nonce(&self) -> Vec<u8> {
        self.message.get(ATTR_NONCE).unwrap_or_default()
    }

    pub fn address(&self, typ: AttrType) -> SocketAddr {
        let mut address = XorMappedAddress::default();
        address.get_from_as(&self.message, typ).unwrap();
        SocketAddr::new(address.ip, address.port)
    }

    pub fn lifetime(&self) -> u32 {
        u32::from_be_bytes(self.message.get(ATTR_LIFETIME).unwrap().try_into().unwrap())
    }
}

/// Has a server of [`setup`]'s make a client an allocation that our first address may send into: `asks` brings it a request,
/// and back its answer.
pub fn settle(path: Path, mut asks: impl FnMut(Vec<u8>) -> Vec<u8>) {
    let (username, password) = Credentials::new(SECRET).until(4_000_000_000, "seat");
    let mut client = Client { path, username, password, nonce: Vec::new(), turn: 0 };
    client.nonce = Reply::read(&asks(client.bare(METHOD_ALLOCATE, &[udp()]))).nonce();
    let allocate = client.sealed(METHOD_ALLOCATE, &[udp()]);
    assert_eq!(Reply::read(&asks(allocate)).code, 0);
    let peer = peer_address(client.turn.wrapping_add(1), own(0));
    let permit = client.sealed(METHOD_CREATE_PERMISSION, &[peer]);
    assert_eq!(Reply::read(&asks(permit)).code, 0);
}

pub fn udp() -> Attribute {
    (ATTR_REQUESTED_TRANSPORT, vec![17, 0, 0, 0])
}

/// XOR-PEER-ADDRESS in the `turn`-th message of a client.
pub fn peer_address(turn: u8, peer: SocketAddr) -> Attribute {
    let mut message = Message::new();
    message.transaction_id = TransactionId([turn; 12]);
    message.write_header();
    XorMappedAddress { ip: peer.ip(), port: peer.port() }
        .add_to_as(&mut message, ATTR_XOR_PEER_ADDRESS)
        .unwrap();
    (ATTR_XOR_PEER_ADDRESS, message.get(ATTR_XOR_PEER_ADDRESS).unwrap())
}
