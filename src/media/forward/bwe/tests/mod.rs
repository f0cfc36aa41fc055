mod claims;
mod layers;
mod link;
