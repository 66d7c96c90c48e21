/** Knows which messages a person has not seen. Pure. */
export class ReadMarker {
  #mark: string | null = null;
  readonly #unseen = new Set<string>();

  /** The first message that was not seen when it came; stays until the person writes or sees something newer. */
  get mark(): string | null {
    return this.#mark;
  }

  /** How many were not seen yet. */
  get unseen(): number {
    return this.#unseen.size;
  }

  /**
   * A message of somebody else has come.
   *
   * @param isSeen the person looks at the end of the conversation
   */
  arrived(id: string, isSeen: boolean): void {
    if (isSeen) {
      this.#mark = null;
      return;
    }
    if (this.unseen === 0) this.#mark = id;
    this.#unseen.add(id);
  }

  /** Nobody can see it any more. */
  takenBack(id: string): void {
    this.#unseen.delete(id);
  }

  /** The person looks at the end now; the mark stays, so that they see where they were. */
  seen(): void {
    this.#unseen.clear();
  }

  wrote(): void {
    this.#mark = null;
    this.#unseen.clear();
  }
}
