import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { DeskContext } from './context';

export const FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof FORMATS)[number];

export type ExportRow = Readonly<Record<string, unknown>>;
/** A row, or what writes one as JSON when its turn comes. */
export type ExportLine = ExportRow | (() => string);
export type Variables = Readonly<Record<string, unknown>>;
type ErrorFormat = (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;

/** What the answer would have had as `errors`. */
export class ExportRefused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'no answer');
  }
}

export interface ExportSource {
  readonly schema: GraphQLSchema;
  readonly format: ErrorFormat;
  /** Called before each page: whoever may not ask any more ends the export by an error. */
  readonly enter: (requests: number) => Promise<DeskContext>;
}

export const operationOf = (document: DocumentNode): OperationDefinitionNode => {
  for (const one of document.definitions) if (one.kind === Kind.OPERATION_DEFINITION) return one;
  throw new Error('an export asks something');
};

const refused = (errors: readonly Error[], format: ErrorFormat): ExportRefused =>
  new ExportRefused(
    errors.map((error) =>
      // An error of the desk that names a path is taken for one that graphql has placed already.
      format(error instanceof GraphQLError ? error.toJSON() : { message: error.message }, error),
    ),
  );

const badInput = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } });

/** The variables as the schema reads them. Throws ExportRefused for what it does not accept. */
export const coerced = (
  { schema, format }: ExportSource,
  document: DocumentNode,
  given: Variables,
) => {
  const { variableDefinitions = [] } = operationOf(document);
  const { coerced: read, errors = [] } = getVariableValues(schema, variableDefinitions, given, {
    maxErrors: 5,
  });
  if (read === undefined) throw refused(errors.map(badInput), format);
  return read;
};

/** Whoever asks, for what counts as so many requests more. */
export const entered = async ({ enter }: ExportSource, requests: number): Promise<DeskContext> => {
  const context = await enter(requests);
  context.signal.throwIfAborted();
  return context;
};

/** One answer of the API itself, with all that it checks. */
export const answered = async (
  { schema, format }: ExportSource,
  document: DocumentNode,
  contextValue: DeskContext,
  variables: Variables,
): Promise<unknown> => {
  const { data, errors } = await execute({
    schema,
    document,
    contextValue,
    variableValues: variables,
  });
  // As soon as one field could not be answered there is no row to show.
  if (errors !== undefined) throw refused(errors, format);
  return data;
};
