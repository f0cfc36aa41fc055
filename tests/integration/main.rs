mod http;
mod rooms;
