export const id = encodeURIComponent;

/** A query of what is filled in. */
export function asked(query: object): string {
  const filled = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return new URLSearchParams(filled as [string, string][]).toString();
}
