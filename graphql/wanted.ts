import {
  type FieldNode,
  type GraphQLResolveInfo,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { WantedOfTicket } from '../src/app/ports/readers';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;
type Renamed = Readonly<Record<string, readonly string[]>>;

/** Fields that need something else than what has their name. */
const TICKET: Renamed = { claimedUntil: ['leaseUntil'] };
const WORDS = ['plain', 'files', 'deletedAt'] as const;
const MESSAGE: Renamed = { text: WORDS, files: WORDS, deletedAt: WORDS };
const NOTHING: Renamed = {};

/**
 * The fields asked for below these, fragments spread out. What a directive leaves away is asked for
 * here: more than needed is read, never less.
 */
class Asked {
  private readonly fields = new Map<string, FieldNode[]>();
  private readonly spread = new Set<string>();

  constructor(
    nodes: readonly FieldNode[],
    private readonly fragments: Info['fragments'],
  ) {
    for (const { selectionSet } of nodes) this.take(selectionSet);
  }

  below(name: string): Asked | null {
    const nodes = this.fields.get(name);
    return nodes === undefined ? null : new Asked(nodes, this.fragments);
  }

  /** As the rows name what these fields show. */
  names(renamed: Renamed): Set<string> {
    return new Set([...this.fields.keys()].flatMap((field) => renamed[field] ?? [field]));
  }

  nodes(...names: readonly string[]): readonly FieldNode[] {
    return names.flatMap((name) => this.fields.get(name) ?? []);
  }

  private take(set: SelectionSetNode | undefined): void {
    for (const one of set?.selections ?? []) this.one(one);
  }

  private one(selection: SelectionNode): void {
    switch (selection.kind) {
      case Kind.FIELD: {
        const name = selection.name.value;
        const nodes = this.fields.get(name);
        if (nodes === undefined) this.fields.set(name, [selection]);
        else nodes.push(selection);
        break;
      }
      case Kind.INLINE_FRAGMENT:
        this.take(selection.selectionSet);
        break;
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        if (this.spread.has(name)) break;
        this.spread.add(name);
        this.take(this.fragments[name]?.selectionSet);
        break;
      }
      default:
        selection satisfies never;
    }
  }
}

const wantedBy = ({ fieldNodes, fragments }: Info): WantedOfTicket => {
  const connection = new Asked(fieldNodes, fragments);
  const edges = connection.below('edges');
  const ticket = new Asked(
    [...connection.nodes('nodes'), ...(edges?.nodes('node') ?? [])],
    fragments,
  );
  return {
    ticket: ticket.names(TICKET),
    customer: ticket.below('customer')?.names(NOTHING) ?? null,
    channel: ticket.below('channel')?.names(NOTHING) ?? null,
    assignee: ticket.below('assignee')?.names(NOTHING) ?? null,
    lastMessage: ticket.below('lastMessage')?.names(MESSAGE) ?? null,
  };
};

const known = new WeakMap<readonly FieldNode[], WantedOfTicket>();

/** What a list of tickets is asked for; found out once for a query that comes again. */
export const wantedOfTickets = (info: Info): WantedOfTicket => {
  const before = known.get(info.fieldNodes);
  if (before !== undefined) return before;
  const wanted = wantedBy(info);
  known.set(info.fieldNodes, wanted);
  return wanted;
};
