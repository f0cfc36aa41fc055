/** Asks until the answer is true; says what it waited for when it never is. */
export async function until(what, ask, { within = 30_000, every = 100 } = {}) {
  const deadline = Date.now() + within;
  let last;
  for (;;) {
    last = await ask();
    if (last) return last;
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain until ${what}`);
    await new Promise((done) => setTimeout(done, every));
  }
}
