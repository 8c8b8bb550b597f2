import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { DeskError } from '../src/domain/errors';
import { COST_LIMIT, costOf } from './cost';
import { LIMITS, limitsRule } from './limits';

const refused = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

export interface SubscribeRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

const parsed = (query: string): DocumentNode | GraphQLError => {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (error) {
    return error instanceof GraphQLError
      ? new GraphQLError(error.message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })
      : refused('The query could not be read.');
  }
};

/** What is asked for over a socket, held against the same limits as over HTTP. */
export const prepare = (
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribeRequest,
  production: boolean,
): ExecutionArgs | readonly GraphQLError[] => {
  const document = parsed(query);
  if (document instanceof GraphQLError) return [document];
  const rules = [
    ...specifiedRules,
    limitsRule,
    ...(production ? [NoSchemaIntrospectionCustomRule] : []),
  ];
  const errors = validate(schema, document, rules, { maxErrors: LIMITS.mistakes });
  if (errors.length > 0)
    return errors.map(({ message }) =>
      refused(production ? message.replace(/ ?Did you mean .+$/, '') : message),
    );
  const operation = getOperationAST(document, operationName ?? undefined);
  if (operation?.operation !== 'subscription')
    return [
      refused('Over a socket there are subscriptions only: ask queries and mutations over HTTP.'),
    ];
  const given = variables ?? {};
  if (costOf(schema, document, operation, given) > COST_LIMIT)
    return [refused(`The answer could have more than ${COST_LIMIT} values.`)];
  return {
    schema,
    document,
    variableValues: given,
    ...(typeof operationName === 'string' ? { operationName } : {}),
  };
};

/** Ends what the generator waits for, which its own `return` would wait for, too. */
const stoppable = <T>(inner: AsyncGenerator<T>, stop: () => void): AsyncGenerator<T> => {
  const outer: AsyncGenerator<T> = {
    ...inner,
    [Symbol.asyncIterator]: () => outer,
    next: () => inner.next(),
    throw: (error) => inner.throw(error),
    return: (value) => {
      stop();
      return inner.return(value);
    },
  };
  return outer;
};

/** Graphql takes an error of ours for one it has placed already, because it has a path, and throws it on. */
const refusal = (error: unknown): ExecutionResult => {
  if (!(error instanceof DeskError)) throw error;
  const { message, path } = error;
  return { errors: [new GraphQLError(message, { originalError: error, path: [...path] })] };
};

/** As graphql's own `subscribe`, but each event is answered with a fresh context. */
export const subscribeFresh = async (
  args: ExecutionArgs,
  renew: () => unknown,
  stop: () => void,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> => {
  const events = await createSourceEventStream(args).catch(refusal);
  if (!(Symbol.asyncIterator in events)) return events;
  const stream: AsyncIterable<unknown> = events;
  async function* answers(): AsyncGenerator<ExecutionResult> {
    for await (const rootValue of stream)
      yield await execute({ ...args, contextValue: renew(), rootValue });
  }
  return stoppable(answers(), stop);
};
