import {
  type DocumentNode,
  GraphQLScalarType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { JsonBytes, Piece } from '../src/app/ports/json-bytes';
import type { WrittenRow } from '../src/app/ports/written';
import type { DeskContext } from './context';
import { COST_LIMIT, costOf } from './cost';
import { bare, readList } from './list-shape';
import type { Connection } from './types/connection';
import { WrittenList } from './written-list';

type Variables = Readonly<Record<string, unknown>>;

/** An operation that was accepted before, in a form that runs fast. */
export interface KnownOperation {
  /** Null: one is wrong, or makes it too much; whoever can explain that has to answer. */
  coerced(variables: Variables): Variables | null;
  /** Its answer as it is sent; null: something went wrong. */
  write(context: DeskContext, variables: Variables): Promise<Buffer | null>;
  /** Of a list of tickets: its rows, to be written each by itself; null: it is none, or something went wrong. */
  rows(context: DeskContext, variables: Variables): Promise<Connection<WrittenRow> | null>;
}

/** Compiling takes as long as answering ten times: a query that is made up anew each time must not cost it. */
const ASKED_BEFORE = 2;
const MOST_KNOWN = 200;
const MOST_COUNTED = 2_000;
const LONGEST = 8_000;

const BEFORE = new Piece('{"data":');
const AFTER = new Piece('}\n');

const nameOf = (query: string, operationName: string | null | undefined): string =>
  `${operationName ?? ''} ${query}`;

/** The compiler writes a fragment out wherever it is spread: sixty that double would never end. */
const MOST_SELECTIONS = 600;

/** How many selections there are with every fragment written out, each fragment counted once. */
const writtenOut = (document: DocumentNode, operation: OperationDefinitionNode): number => {
  const known = new Map<string, number>();
  const sets = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  );
  const fragment = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const count = sizeOf(sets.get(name));
    known.set(name, count);
    return count;
  };
  const sizeOf = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).reduce(
      (sum, one) =>
        sum +
        1 +
        (one.kind === Kind.FRAGMENT_SPREAD ? fragment(one.name.value) : sizeOf(one.selectionSet)),
      0,
    );
  return sizeOf(operation.selectionSet);
};

/** What graphql decides while it runs, and what asks for the schema, is left to graphql. */
const isPlain = (document: DocumentNode, operation: OperationDefinitionNode): boolean => {
  let plain = writtenOut(document, operation) <= MOST_SELECTIONS;
  visit(document, {
    enter: (node) => {
      const asksForSchema = node.kind === Kind.FIELD && /^__(?!typename$)/.test(node.name.value);
      if (asksForSchema || node.kind === Kind.DIRECTIVE) plain = false;
    },
  });
  return plain;
};

/** Graphql has coerced them before: the compiler would write out every input type, and some contain themselves. */
const COERCED = new GraphQLScalarType({ name: 'Coerced' });

/** Remembers the queries that come again and again: parsed, checked and compiled once. */
export class KnownOperations {
  private readonly known = new Map<string, KnownOperation | null>();
  private readonly asked = new Map<string, number>();
  private readonly out = new JsonBytes();

  private readonly lenient: GraphQLSchema;

  constructor(private readonly schema: GraphQLSchema) {
    const getType = (name: string) => (name === COERCED.name ? COERCED : schema.getType(name));
    this.lenient = Object.create(schema, { getType: { value: getType } });
  }

  /** Called with what has passed every check. */
  note(
    query: string,
    operationName: string | null | undefined,
    document: DocumentNode,
    /** Absent when the document has none of that name. */
    operation: OperationDefinitionNode | undefined,
  ): void {
    if (operation?.operation !== 'query' || query.length > LONGEST) return;
    const name = nameOf(query, operationName);
    if (this.known.has(name)) return;
    const before = this.asked.get(name) ?? 0;
    if (before < ASKED_BEFORE) {
      if (this.asked.size >= MOST_COUNTED) this.asked.clear();
      this.asked.set(name, before + 1);
      return;
    }
    this.asked.delete(name);
    this.keep(name, isPlain(document, operation) ? this.compile(document, operation) : null);
  }

  /** A query of ours, which need not prove that it comes again; null: only graphql can run it. */
  prepared(document: DocumentNode, operation: OperationDefinitionNode): KnownOperation | null {
    return isPlain(document, operation) ? this.compile(document, operation) : null;
  }

  /** Null: not yet, or never. */
  find(query: string, operationName: string | null | undefined): KnownOperation | null {
    const name = nameOf(query, operationName);
    const known = this.known.get(name) ?? null;
    if (known !== null) this.keep(name, known);
    return known;
  }

  /** The one that was not asked for the longest makes room. */
  private keep(name: string, operation: KnownOperation | null): void {
    this.known.delete(name);
    this.known.set(name, operation);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
  }

  private compile(
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): KnownOperation | null {
    const { schema } = this;
    const variableDefinitions = operation.variableDefinitions ?? [];
    const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED.name } } as const;
    const ours: OperationDefinitionNode = {
      ...operation,
      variableDefinitions: variableDefinitions.map(({ kind, variable }) => ({
        kind,
        variable,
        type,
      })),
    };
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const compiled = this.compiled({ kind: Kind.DOCUMENT, definitions: [ours, ...fragments] });
    if (compiled === null) return null;
    const list = readList(schema, document, operation);
    const decided =
      list === null
        ? null
        : this.compiled({ kind: Kind.DOCUMENT, definitions: [bare(ours, list.list)] });
    /** Undefined: it is no such list, and has to be answered otherwise. */
    const listed = async (
      context: DeskContext,
      variables: Variables,
    ): Promise<Connection<WrittenRow> | null | undefined> => {
      if (list === null || decided === null) return undefined;
      const written = new WrittenList(list.fields);
      const within: DeskContext = Object.create(context, { written: { value: written } });
      const { errors } = await decided.query(undefined, within, variables);
      if (errors !== undefined && errors.length > 0) return null;
      return written.connection ?? undefined;
    };
    return {
      rows: async (context, variables) => (await listed(context, variables)) ?? null,
      coerced: (variables) => {
        if (variableDefinitions.length === 0) return variables;
        const { coerced } = getVariableValues(schema, variableDefinitions, variables, {
          maxErrors: 1,
        });
        if (coerced === undefined) return null;
        return costOf(schema, document, operation, variables) > COST_LIMIT ? null : coerced;
      },
      write: async (context, variables) => {
        const rows = await listed(context, variables);
        if (rows === null) return null;
        if (rows !== undefined && list !== null)
          return this.out.written((out) => {
            out.add(BEFORE);
            list.write(rows, out);
            out.add(AFTER);
          });
        const { data, errors } = await compiled.query(undefined, context, variables);
        return errors !== undefined && errors.length > 0
          ? null
          : Buffer.from(`{"data":${JSON.stringify(data)}}\n`);
      },
    };
  }

  private compiled(document: DocumentNode): CompiledQuery | null {
    const compiled = compileQuery(this.lenient, document);
    return isCompiledQuery(compiled) ? compiled : null;
  }
}
