import { type GraphQLSchema, Kind, parse, type SelectionSetNode } from 'graphql';
import { z } from 'zod';
import { JsonBytes } from '../src/app/ports/json-bytes';
import type { WrittenRow } from '../src/app/ports/written';
import {
  answered,
  coerced,
  type ExportLine,
  type ExportRow,
  type ExportSource,
  entered,
  operationOf,
  type Variables,
} from './export-source';
import { type KnownOperation, KnownOperations } from './known-operations';
import { EXPORT_PAGE, EXPORT_REQUESTS } from './page-size';

/** What stands in a row of tickets, in this order: fields of `Ticket`, as the API shows them. */
const TICKETS = parse(/* GraphQL */ `
  query ExportTickets($filter: TicketFilterInput, $sort: TicketSortInput, $after: String) {
    tickets(filter: $filter, sort: $sort, after: $after) {
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

const row = z.custom<ExportRow>((value) => typeof value === 'object' && value !== null);
const ticketPage = z.object({
  tickets: z.object({
    nodes: z.array(row),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

interface TicketPage {
  readonly nodes: readonly ExportLine[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const bytes = new JsonBytes();
const textOf = (row: WrittenRow): string => bytes.written((out) => row.writeTo(out)).toString();

const compiled = new WeakMap<GraphQLSchema, KnownOperation | null>();

/** The query in its fast form, made once. */
const fastOf = (schema: GraphQLSchema): KnownOperation | null => {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const operation = new KnownOperations(schema).prepared(TICKETS, operationOf(TICKETS));
  compiled.set(schema, operation);
  return operation;
};

/** Everything, page by page. While one is written the next is read, and never more than that. */
export async function* ticketPages(
  source: ExportSource,
  given: Variables,
): AsyncGenerator<readonly ExportLine[]> {
  coerced(source, TICKETS, given);
  const fast = fastOf(source.schema);
  const ask = async (after: string | null): Promise<TicketPage> => {
    const context = { ...(await entered(source, EXPORT_REQUESTS)), pageSize: EXPORT_PAGE };
    const variables = { ...given, after };
    const read = fast?.coerced(variables) ?? null;
    const written = read === null ? null : ((await fast?.rows(context, read)) ?? null);
    if (written !== null)
      return { nodes: written.nodes.map((one) => () => textOf(one)), pageInfo: written.pageInfo };
    // What went wrong there is explained by whoever takes its time.
    return ticketPage.parse(await answered(source, TICKETS, context, variables)).tickets;
  };
  let next: Promise<TicketPage> | null = ask(null);
  while (next !== null) {
    const { nodes, pageInfo }: TicketPage = await next;
    next = pageInfo.hasNextPage ? ask(pageInfo.endCursor) : null;
    // Heard when its turn comes; whoever has gone before need not hear it.
    next?.catch(() => undefined);
    yield nodes;
  }
}
