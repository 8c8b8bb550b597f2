import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** One place of the schema where a caller names something by its id. */
export interface IdPlace {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly field: string;
  /** Argument, then fields of inputs. */
  readonly path: readonly string[];
}

type Slot = GraphQLArgument | GraphQLInputField;
type RootField = GraphQLField<unknown, unknown>;

const idPathsOf = (
  type: GraphQLInputType,
  path: readonly string[],
  around: ReadonlySet<string>,
): readonly (readonly string[])[] => {
  const named = getNamedType(type);
  if (named.name === 'ID') return [path];
  if (!isInputObjectType(named) || around.has(named.name)) return [];
  const inside = new Set([...around, named.name]);
  return Object.values(named.getFields()).flatMap((field) =>
    idPathsOf(field.type, [...path, field.name], inside),
  );
};

export const rootFields = (
  schema: GraphQLSchema,
): readonly (readonly [IdPlace['operation'], RootField])[] => [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((one) => ['query', one] as const),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map(
    (one) => ['mutation', one] as const,
  ),
];

const subscriptionFields = (
  schema: GraphQLSchema,
): readonly (readonly ['subscription', RootField])[] =>
  Object.values(schema.getSubscriptionType()?.getFields() ?? {}).map(
    (one) => ['subscription', one] as const,
  );

/** Every argument of every query and mutation, however deep in its inputs, that takes an id. */
export const idPlaces = (schema: GraphQLSchema): readonly IdPlace[] =>
  rootFields(schema).flatMap(([operation, field]) =>
    field.args.flatMap((arg) =>
      idPathsOf(arg.type, [arg.name], new Set()).map((path) => ({
        operation,
        field: field.name,
        path,
      })),
    ),
  );

/** The same of every subscription; one that takes no id has one place with an empty path. */
export const subscriptionPlaces = (schema: GraphQLSchema): readonly IdPlace[] =>
  subscriptionFields(schema).flatMap(([operation, field]) => {
    const paths = field.args.flatMap((arg) => idPathsOf(arg.type, [arg.name], new Set()));
    return [[], ...paths].map((path) => ({ operation, field: field.name, path }));
  });

/** What a slot is given where a call needs something to be valid. */
const plainValue = (type: GraphQLNamedType, name: string, idFor: (name: string) => string) => {
  if (type.name === 'ID') return idFor(name);
  if (type.name === 'DateTime') return '2027-01-01T00:00:00.000Z';
  if (type.name === 'Boolean') return true;
  if (type.name === 'Int') return 1;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  return 'words';
};

/** Of these fields an input must have one, which the schema cannot say beside others. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  UpdateTicketsInput: ['ticketIds', 'tickets'],
};

const filled = (
  slot: Slot,
  path: readonly string[],
  id: string,
  idFor: (name: string) => string,
): unknown => {
  const named = getNamedType(slot.type);
  const inList = (value: unknown): unknown =>
    isListType(isNonNullType(slot.type) ? slot.type.ofType : slot.type) ? [value] : value;
  if (!isInputObjectType(named))
    return inList(path.length === 1 ? id : plainValue(named, slot.name, idFor));
  const fields = Object.values(named.getFields());
  const [, next] = path;
  const wanted = fields.filter(
    (field) => field.name === next || (isNonNullType(field.type) && !named.isOneOf),
  );
  const either = ONE_OF[named.name] ?? [];
  const besides = wanted.some(({ name }) => either.includes(name))
    ? []
    : fields.filter(({ name }) => name === either[0]);
  const chosen = wanted.length === 0 && named.isOneOf ? fields.slice(-1) : [...wanted, ...besides];
  return inList(
    Object.fromEntries(
      chosen.map((field) => [
        field.name,
        filled(field, field.name === next ? path.slice(1) : [], id, idFor),
      ]),
    ),
  );
};

/** A value that this slot takes: of an input, what it must have. */
export const valueFor = (slot: Slot, idFor: (name: string) => string): unknown =>
  filled(slot, [], '', idFor);

/** Values of every field that can be asked without arguments, `depth` levels down. */
export const selectionOf = (type: GraphQLOutputType, depth: number): string => {
  const named = getNamedType(type);
  if (isUnionType(named))
    return `{ __typename ${named
      .getTypes()
      .map((one, index) => `... on ${one.name} ${renamed(one, depth, index)}`)
      .join(' ')} }`;
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  return renamed(named, depth, null);
};

const renamed = (type: GraphQLNamedType, depth: number, member: number | null): string => {
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const fields = Object.values(type.getFields())
    .filter((field) => field.args.every((arg) => !isNonNullType(arg.type)))
    .flatMap((field) => {
      const isLeaf = isLeafType(getNamedType(field.type));
      if (!isLeaf && (depth === 0 || (field.name === 'edges' && 'nodes' in type.getFields())))
        return [];
      // Members of a union may spell one name with two types; only the first of each is asked.
      if (member !== null && !isLeaf) return [];
      // Types may lead back to each other: only as deep as asked.
      const inner = isLeaf ? '' : selectionOf(field.type, depth - 1);
      const page = field.args.some((arg) => arg.name === 'first') ? '(first: 3)' : '';
      return [`${field.name}${page}${isLeaf ? '' : ` ${inner}`}`];
    });
  return `{ __typename ${[...new Set(fields)].join(' ')} }`;
};

/** A call of `place` that names `id` there and is otherwise as valid as the schema can say. */
export const callOf = (
  schema: GraphQLSchema,
  place: IdPlace,
  id: string,
  idFor: (name: string) => string,
): { readonly query: string; readonly variables: object } => {
  const found = [...rootFields(schema), ...subscriptionFields(schema)].find(
    ([operation, { name }]) => operation === place.operation && name === place.field,
  );
  if (found === undefined) throw new Error(`no ${place.field}`);
  const [, field] = found;
  const [named] = place.path;
  const args = field.args.filter((arg) => arg.name === named || isNonNullType(arg.type));
  const variables = Object.fromEntries(
    args.map((arg) => [arg.name, filled(arg, arg.name === named ? place.path : [], id, idFor)]),
  );
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  return {
    query: `${place.operation} (${declared}) { ${field.name}(${passed}) ${selectionOf(field.type, 3)} }`,
    variables,
  };
};
