/** Pause before what a broken line kept from a page is asked for again, in milliseconds. */
export const AGAIN_MS = 5000;
