/** An id that nobody else makes. Random numbers exist on pages without TLS too, other than crypto.randomUUID(). */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))]
    .map((part) => part.toString(36).padStart(7, '0'))
    .join('');
}
