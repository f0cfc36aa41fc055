mod claims;
mod link;
