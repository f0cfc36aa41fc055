mod http;
mod kit;
mod rooms;
mod storage;
