/** Planning a list of tickets takes longer than reading it: from the third time on it is planned once. */
const ASKED_BEFORE = 2;
/** Names live as long as their connection, so there may not be more and more of them. */
const MOST_NAMES = 200;
const MOST_REMEMBERED = 1_000;

/** Gives statements that are asked again and again a name, by which a connection keeps their plan. */
export class StatementNames {
  private readonly named = new Map<string, string>();
  private readonly asked = new Map<string, number>();

  /** Null: sent as it is. */
  of(text: string): string | null {
    const known = this.named.get(text);
    if (known !== undefined) return known;
    if (this.named.size >= MOST_NAMES) return null;
    const before = this.asked.get(text) ?? 0;
    if (before < ASKED_BEFORE) {
      if (this.asked.size >= MOST_REMEMBERED) this.asked.clear();
      this.asked.set(text, before + 1);
      return null;
    }
    const name = `s${this.named.size}`;
    this.asked.delete(text);
    this.named.set(text, name);
    return name;
  }
}
