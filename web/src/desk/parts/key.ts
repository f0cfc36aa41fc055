// Keys of what is asked for, so that it is done once though it is asked for again.

/** One key for all tries of the same asking: what an answer lost on its way had done is not done again. Another asking has
 *  another key, or the server would answer it with what the first one did. Make one for each dialog that is opened. */
export function keyPerAsking(newKey: () => string): (asking: object) => string {
  let before = "";
  let key = "";
  return (asking) => {
    const now = JSON.stringify(asking);
    if (now !== before) [before, key] = [now, newKey()];
    return key;
  };
}
