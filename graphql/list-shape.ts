import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type JsonBytes, Piece } from '../src/app/ports/json-bytes';
import type { WrittenField, WrittenFields, WrittenRow } from '../src/app/ports/written';
import type { Connection, Edge, PageInfo } from './types/connection';
import { BESIDE, SHOWN } from './written-fields';

/** How a list of tickets is written whose rows nobody reads. */
export interface ListShape {
  /** Its arguments and its alias. */
  readonly list: FieldNode;
  /** Of each ticket. */
  readonly fields: WrittenFields;
  /** The `data` of the answer, as JSON. */
  write(connection: Connection<WrittenRow>, out: JsonBytes): void;
}

type Write<Thing> = (thing: Thing, out: JsonBytes) => void;

/** Something is asked for that only its resolver can show. */
class NotWritten extends Error {}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const CLOSE = new Piece('}');
const OPEN_LIST = new Piece('[');
const CLOSE_LIST = new Piece(']');
const COMMA = new Piece(',');

/** Members of an object, each with its key. */
const object = <Thing>(
  members: readonly (readonly [key: string, write: Write<Thing>])[],
): Write<Thing> => {
  const written = members.map(([key, write], index) => ({
    before: new Piece(`${index === 0 ? '{' : ','}"${key}":`),
    write,
  }));
  return (thing, out) => {
    for (const { before, write } of written) {
      out.add(before);
      write(thing, out);
    }
    out.add(CLOSE);
  };
};

const each =
  <Thing>(write: Write<Thing>): Write<readonly Thing[]> =>
  (things, out) => {
    out.add(OPEN_LIST);
    for (const [index, thing] of things.entries()) {
      if (index > 0) out.add(COMMA);
      write(thing, out);
    }
    out.add(CLOSE_LIST);
  };

const row: Write<WrittenRow> = (one, out) => one.writeTo(out);
const rows = each(row);
/** A cursor or a truth: nothing in it needs an escape. */
const plain: Write<string | boolean | null> = (value, out) =>
  out.add(new Piece(JSON.stringify(value)));
const word = (text: string): Write<unknown> => {
  const piece = new Piece(JSON.stringify(text));
  return (_, out) => out.add(piece);
};

const nothing = (): never => {
  throw new NotWritten();
};

/** A list as its query asks for it. Throws NotWritten at the first thing that is not known here. */
class ShapeReader {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private fields: WrittenFields | null = null;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
      ),
    );
  }

  read(operation: OperationDefinitionNode): ListShape {
    const [list, ...others] = this.under(operation.selectionSet, 'Query');
    if (list?.name.value !== 'tickets' || others.length > 0) return nothing();
    const write = object([[keyOf(list), this.connection(list)]]);
    // Without a ticket in it there is nothing to write.
    return { list, fields: this.fields ?? nothing(), write };
  }

  private connection(list: FieldNode): Write<Connection<WrittenRow>> {
    return object(
      this.members(list, 'TicketConnection', (field) => {
        switch (field.name.value) {
          case 'nodes':
            this.ticket(field);
            return ({ nodes }, out) => rows(nodes, out);
          case 'edges': {
            const written = each(this.edge(field));
            return ({ edges }, out) => written(edges, out);
          }
          case 'pageInfo': {
            const info = this.pageInfo(field);
            return ({ pageInfo }, out) => info(pageInfo, out);
          }
          default:
            return nothing();
        }
      }),
    );
  }

  private edge(edges: FieldNode): Write<Edge<WrittenRow>> {
    return object(
      this.members(edges, 'TicketEdge', (field) => {
        if (field.name.value === 'cursor') return ({ cursor }, out) => plain(cursor, out);
        if (field.name.value !== 'node') return nothing();
        this.ticket(field);
        return ({ node }, out) => row(node, out);
      }),
    );
  }

  private pageInfo(info: FieldNode): Write<PageInfo> {
    return object(
      this.members(info, 'PageInfo', ({ name: { value: name } }) => {
        switch (name) {
          case 'hasNextPage':
          case 'hasPreviousPage':
          case 'startCursor':
          case 'endCursor':
            return (page, out) => plain(page[name], out);
          default:
            return nothing();
        }
      }),
    );
  }

  private members<Thing>(
    of: FieldNode,
    type: string,
    write: (field: FieldNode) => Write<Thing>,
  ): readonly (readonly [string, Write<Thing>])[] {
    return this.under(of.selectionSet, type).map((field) => [
      keyOf(field),
      field.name.value === '__typename' ? word(type) : write(field),
    ]);
  }

  /** A ticket is written once: asked for in two ways, it would be two texts. */
  private ticket(field: FieldNode): void {
    if (this.fields !== null) nothing();
    this.fields = this.row(field.selectionSet, 'Ticket');
  }

  private row(set: SelectionSetNode | undefined, type: string): WrittenFields {
    return this.under(set, type).map((field) => this.value(field, type));
  }

  private value(field: FieldNode, type: string): WrittenField {
    const key = keyOf(field);
    const name = field.name.value;
    const shown = SHOWN[type]?.[name];
    if (name === '__typename') return { key, word: type };
    if (field.arguments !== undefined && field.arguments.length > 0) return nothing();
    if (shown !== undefined) return { key, name: shown.name ?? name, as: shown.as };
    const beside = type === 'Ticket' ? BESIDE[name] : undefined;
    if (beside !== undefined)
      return { key, part: beside.part, fields: this.row(field.selectionSet, beside.type) };
    if (type !== 'Message' || name !== 'author') return nothing();
    const by = (actor: string): WrittenFields => this.row(field.selectionSet, actor);
    const byKind = { contact: by('ContactActor'), member: by('MemberActor'), bot: by('BotActor') };
    return { key, byKind };
  }

  /** What is asked for of an object of this type, fragments spread out, each key once. */
  private under(set: SelectionSetNode | undefined, type: string): readonly FieldNode[] {
    const found = new Map<string, FieldNode>();
    for (const field of (set?.selections ?? []).flatMap((one) => this.spread(one, type))) {
      const before = found.get(keyOf(field));
      // Two selections of one object become one; that is left to those who know how.
      if (before !== undefined && field.selectionSet !== undefined) return nothing();
      if (before === undefined) found.set(keyOf(field), field);
    }
    return [...found.values()];
  }

  private spread(one: SelectionNode, type: string): readonly FieldNode[] {
    if (one.kind === Kind.FIELD) return [one];
    const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : this.fragments.get(one.name.value);
    if (fragment === undefined) return nothing();
    const of = fragment.typeCondition?.name.value ?? type;
    return this.isA(type, of)
      ? fragment.selectionSet.selections.flatMap((inner) => this.spread(inner, type))
      : [];
  }

  private isA(type: string, other: string): boolean {
    const [mine, theirs] = [this.schema.getType(type), this.schema.getType(other)];
    if (type === other) return true;
    return isObjectType(mine) && isAbstractType(theirs) && this.schema.isSubType(theirs, mine);
  }
}

/** Null: it asks for more than one list of tickets with what stands beside each of them. */
export const readList = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ListShape | null => {
  try {
    return new ShapeReader(schema, document).read(operation);
  } catch (error) {
    if (error instanceof NotWritten) return null;
    throw error;
  }
};

const TYPENAME: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

/** The same operation, its list without rows: who may ask for what is decided as ever. */
export const bare = (operation: OperationDefinitionNode, list: FieldNode) => ({
  ...operation,
  selectionSet: {
    ...operation.selectionSet,
    selections: [{ ...list, selectionSet: TYPENAME }],
  },
});
