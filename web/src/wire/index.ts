// The words of the room's wire (docs/protocol.md), written by `make gen` from signaling/src/wire.
export * from "./generated";
