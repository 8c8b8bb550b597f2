import { z } from 'zod';
import type { Key, Page, Slice } from '../src/app/ports/readers';
import type { Keyed } from '../src/app/ports/slices';
import { DeskError } from '../src/domain/errors';
import { PAGE_CAP, PAGE_DEFAULT } from './page-size';
import type { Connection, Edge, PageArgs, PageInfo } from './types/connection';

/** What a list is ordered by; it stands in its cursors, so that no other list accepts them. */
export type ListName =
  | 'ticket:OPENED_AT'
  | 'ticket:UPDATED_AT'
  | 'ticket:PRIORITY'
  | 'ticket:NUMBER'
  | 'ticket:UNANSWERED_SINCE'
  | 'ticket:FIRST_RESPONSE_DUE_AT'
  | 'message'
  | 'timeline'
  | 'customer'
  | 'customer:HEALTH'
  | 'channel'
  | 'member'
  | 'queue'
  | 'decision'
  | 'token'
  | 'webhook'
  | 'tracker'
  | 'delivery'
  | 'calendar'
  | 'policy'
  | 'promise'
  | 'promise:DUE'
  | 'fact'
  | 'rating'
  | 'recovery'
  | 'group'
  | 'label'
  | 'audit'
  | 'warning'
  | 'search';

const NAMED: ReadonlySet<ListName> = new Set([
  'customer',
  'channel',
  'member',
  'queue',
  'calendar',
  'policy',
  'group',
  'label',
]);
const WHOLE_NUMBER = /^-?\d{1,16}$/;
const CURSOR = z.tuple([z.string(), z.string().max(200), z.guid()]);

const fault = (code: string, message: string, path: string): DeskError =>
  new DeskError('invalid', code, message, null, [path]);

const isValueOf = (list: ListName, value: string): boolean =>
  NAMED.has(list) ? !value.includes('\u0000') : WHOLE_NUMBER.test(value);

/** Opaque to clients: list, ordered value, id. */
export const encodeCursor = (list: ListName, key: Key): string =>
  Buffer.from(JSON.stringify([list, key.value, key.id])).toString('base64url');

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const decodeCursor = (list: ListName, cursor: string, path: string): Key => {
  const parsed = CURSOR.safeParse(parsedJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== list || !isValueOf(list, parsed.data[1])) {
    throw fault('INVALID_CURSOR', 'This is no cursor of this list in this order.', path);
  }
  return { value: parsed.data[1], id: parsed.data[2] };
};

/** The stretch of a list that Relay's arguments mean. */
export const sliceOf = (list: ListName, args: PageArgs, size: number | null = null): Slice => {
  const { first, last, after, before } = args;
  if (typeof first === 'number' && typeof last === 'number') {
    throw fault('FIRST_AND_LAST', 'Give either first or last, not both.', 'last');
  }
  return {
    limit: size ?? Math.min(first ?? last ?? PAGE_DEFAULT, PAGE_CAP),
    from: typeof last === 'number' ? 'end' : 'start',
    after: typeof after === 'string' ? decodeCursor(list, after, 'after') : null,
    before: typeof before === 'string' ? decodeCursor(list, before, 'before') : null,
  };
};

/** A cursor is made for whoever looks at it: most answers show one. */
class PageEdge<Node> implements Edge<Node> {
  constructor(
    private readonly list: ListName,
    private readonly keyed: Keyed<unknown>,
    readonly node: Node,
  ) {}

  get cursor(): string {
    return encodeCursor(this.list, this.keyed.key);
  }
}

class PageEnds implements PageInfo {
  constructor(
    private readonly edges: readonly Edge<unknown>[],
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
  ) {}

  get startCursor(): string | null {
    return this.edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.edges.at(-1)?.cursor ?? null;
  }
}

/** A page of rows as the Relay connection of their nodes. */
export const connectionOf = <Row, Node>(
  list: ListName,
  page: Page<Row>,
  node: (row: Row) => Node,
): Connection<Node> => {
  const edges = page.rows.map((keyed) => new PageEdge(list, keyed, node(keyed.row)));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: new PageEnds(edges, page.hasNext, page.hasPrevious),
  };
};
