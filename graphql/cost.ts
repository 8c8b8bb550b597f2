import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { DeskContext } from './context';
import { PAGE_CAP, PAGE_DEFAULT } from './page-size';

/** As many values an answer may have at most. */
export const COST_LIMIT = 60_000;
/** A list without pages, such as the levels of a queue. */
const SHORT_LIST = 5;

/** Counts the values an answer could have: fields, times the rows of every list around them. */
class Costs {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<string, number>();
  private readonly given = new Map<string, unknown>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ) {
    for (const one of document.definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(one.name.value, one);
    for (const { variable, defaultValue } of operation.variableDefinitions ?? [])
      if (defaultValue !== undefined) this.given.set(variable.name.value, this.value(defaultValue));
    for (const [name, value] of Object.entries(variables)) this.given.set(name, value);
  }

  of(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): number {
    let sum = 0;
    for (const one of set.selections)
      switch (one.kind) {
        case Kind.FIELD:
          sum += this.field(one, type);
          break;
        case Kind.INLINE_FRAGMENT:
          sum += this.of(one.selectionSet, this.typeOf(one.typeCondition?.name.value) ?? type);
          break;
        case Kind.FRAGMENT_SPREAD:
          sum += this.fragment(one.name.value);
          break;
        default:
          one satisfies never;
      }
    return sum;
  }

  private typeOf(name: string | undefined): GraphQLNamedType | null {
    return name === undefined ? null : (this.schema.getType(name) ?? null);
  }

  private field(node: FieldNode, type: GraphQLNamedType | null | undefined): number {
    const field =
      isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (field === undefined || node.selectionSet === undefined) return 1;
    return 1 + this.rows(node, field) * this.of(node.selectionSet, getNamedType(field.type));
  }

  private rows(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const argument = (name: string): unknown => {
      const given = node.arguments?.find((one) => one.name.value === name);
      return given === undefined ? undefined : this.value(given.value);
    };
    if (getNamedType(field.type).name.endsWith('Connection')) {
      const asked = argument('first') ?? argument('last');
      return typeof asked === 'number' ? Math.min(Math.max(asked, 1), PAGE_CAP) : PAGE_DEFAULT;
    }
    if (!isListType(getNullableType(field.type))) return 1;
    const ids = argument('ids');
    // The rows of a page are counted where the page is.
    if (node.name.value === 'edges' || (node.name.value === 'nodes' && ids === undefined)) return 1;
    return Array.isArray(ids) ? Math.min(ids.length, PAGE_CAP) : SHORT_LIST;
  }

  private fragment(name: string): number {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    if (fragment === undefined) return 0;
    const cost = this.of(fragment.selectionSet, this.typeOf(fragment.typeCondition.name.value));
    this.known.set(name, cost);
    return cost;
  }

  private value(node: ValueNode): unknown {
    switch (node.kind) {
      case Kind.VARIABLE:
        return this.given.get(node.name.value) ?? undefined;
      case Kind.INT:
        return Number(node.value);
      case Kind.LIST:
        return node.values;
      default:
        return undefined;
    }
  }
}

/** What an operation may cost at most, whatever there is to be found. */
export const costOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number =>
  new Costs(schema, document, operation, variables).of(
    operation.selectionSet,
    schema.getRootType(operation.operation),
  );

/** Refuses what could be too much before anything of it is looked up. */
export const costPlugin: ApolloServerPlugin<DeskContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation === undefined) return;
      const cost = costOf(schema, document, operation, request.variables ?? {});
      if (cost <= COST_LIMIT) return;
      throw new GraphQLError(`The answer could have ${cost} values: the limit is ${COST_LIMIT}.`, {
        extensions: {
          code: 'GRAPHQL_VALIDATION_FAILED',
          hint: 'Ask for shorter pages, or for fewer fields of each row.',
          http: { status: 400 },
        },
      });
    },
  }),
};
