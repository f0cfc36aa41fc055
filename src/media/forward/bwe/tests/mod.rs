mod claims;
mod dice;
mod layers;
mod link;
mod reported;
