import { Kind, parse, type SelectionSetNode } from 'graphql';
import { z } from 'zod';
import {
  answered,
  coerced,
  type ExportRow,
  type ExportSource,
  operationOf,
  type Variables,
} from './export-source';
import { PAGE_CAP } from './page-size';

/** What stands in a row of tickets, in this order: fields of `Ticket`, as the API shows them. */
const TICKETS = parse(/* GraphQL */ `
  query ExportTickets($filter: TicketFilterInput, $sort: TicketSortInput, $after: String) {
    tickets(filter: $filter, sort: $sort, first: ${PAGE_CAP}, after: $after) {
      nodes {
        id number subject status waitingOn priority level cause reopenCount
        customer { id name tier }
        channel { id name }
        queue { id name }
        assignee { id name }
        openedAt updatedAt firstResponseDueAt firstRespondedAt unansweredSince
        claimedUntil snoozedUntil thirdParty nextCheckAt escalationReason solution
        firstSolvedAt lastSolvedAt silenceDueAt version
        lastMessage { id occurredAt }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** Names of the columns a selection makes: `customer { name }` is `customer.name`. */
const columnsIn = (set: SelectionSetNode, before: string): readonly string[] =>
  set.selections.flatMap((one) => {
    if (one.kind !== Kind.FIELD) return [];
    const name = `${before}${one.name.value}`;
    return one.selectionSet === undefined ? [name] : columnsIn(one.selectionSet, `${name}.`);
  });

const nodesIn = (set: SelectionSetNode | undefined): SelectionSetNode | null => {
  for (const one of set?.selections ?? []) {
    if (one.kind !== Kind.FIELD) continue;
    if (one.name.value === 'nodes') return one.selectionSet ?? null;
    const inner = nodesIn(one.selectionSet);
    if (inner !== null) return inner;
  }
  return null;
};

const nodes = nodesIn(operationOf(TICKETS).selectionSet);

export const TICKET_COLUMNS: readonly string[] = nodes === null ? [] : columnsIn(nodes, '');

const ticketPage = z.object({
  tickets: z.object({
    nodes: z.array(z.record(z.string(), z.unknown())),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

export async function* ticketPages(
  source: ExportSource,
  given: Variables,
): AsyncGenerator<ExportRow[]> {
  coerced(source, TICKETS, given);
  let after: string | null = null;
  do {
    const { tickets } = ticketPage.parse(await answered(source, TICKETS, { ...given, after }));
    yield tickets.nodes;
    after = tickets.pageInfo.hasNextPage ? tickets.pageInfo.endCursor : null;
  } while (after !== null);
}
