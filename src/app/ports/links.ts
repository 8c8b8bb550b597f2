/** What can turn out to be one and the same. */
export type LinkKind = 'CUSTOMER' | 'CONTACT' | 'MEMBER';

/** `duplicateId` speaks as `intoId` while the link stands. */
export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly duplicateId: string;
  readonly intoId: string;
  readonly linkedAt: Date;
}

/** One history for what is one, and the way back. */
export interface LinkStore {
  /** Two changes of links at once must queue. */
  serialise(): Promise<void>;
  /** The standing link that made this one speak as another. */
  ofDuplicate(duplicateId: string): Promise<Link | null>;
  /** Moves all that points to the duplicate, and remembers what it moved. */
  link(link: Link): Promise<void>;
  /** Moves it back, with what came in since through what was moved. */
  unlink(link: Link, at: Date): Promise<void>;
  /** People linked across the two companies: they would be torn apart. */
  peopleAcross(link: Link): Promise<boolean>;
}
