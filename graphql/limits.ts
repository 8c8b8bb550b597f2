import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

export const LIMITS = {
  tokens: 2_000,
  depth: 10,
  aliases: 30,
  rootFields: 20,
  bodyBytes: 100 * 1024,
  nesting: 40,
  objects: 500,
  /** Each is found a place and words: a hundred cost 4 ms of the processor, twenty 0.8 ms. */
  mistakes: 20,
} as const;

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
}

const EMPTY: Size = { depth: 0, aliases: 0, rootFields: 0 };

/** Measures with fragments spread out, each fragment once: a chain of them must not cost 2^n. */
class Measure {
  private readonly known = new Map<string, Size>();

  constructor(private readonly context: ValidationContext) {}

  of(selections: SelectionSetNode): Size {
    return selections.selections
      .map((selection) => this.one(selection))
      .reduce(
        (sum, size) => ({
          depth: Math.max(sum.depth, size.depth),
          aliases: sum.aliases + size.aliases,
          rootFields: sum.rootFields + size.rootFields,
        }),
        EMPTY,
      );
  }

  private one(selection: SelectionSetNode['selections'][number]): Size {
    switch (selection.kind) {
      case Kind.FIELD: {
        const inner =
          selection.selectionSet === undefined ? EMPTY : this.of(selection.selectionSet);
        // Introspection is deep by nature, and production refuses it anyway.
        const depth = selection.name.value.startsWith('__') ? 0 : inner.depth + 1;
        return {
          depth,
          aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
          rootFields: 1,
        };
      }
      case Kind.INLINE_FRAGMENT:
        return this.of(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return this.fragment(this.context.getFragment(selection.name.value));
      default:
        return selection satisfies never;
    }
  }

  private fragment(fragment: FragmentDefinitionNode | null | undefined): Size {
    if (fragment === null || fragment === undefined) return EMPTY;
    const name = fragment.name.value;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    // A fragment that contains itself is refused by another rule; here it only has to end.
    this.known.set(name, EMPTY);
    const size = this.of(fragment.selectionSet);
    this.known.set(name, size);
    return size;
  }
}

const complaint = (what: string, limit: number, node: OperationDefinitionNode): GraphQLError =>
  new GraphQLError(`The operation has too many ${what}: the limit is ${limit}.`, { nodes: [node] });

/** Refuses operations that are too deep, or ask for too much side by side. */
export const limitsRule = (context: ValidationContext): ASTVisitor => {
  const measure = new Measure(context);
  return {
    OperationDefinition(node) {
      const size = measure.of(node.selectionSet);
      if (size.depth > LIMITS.depth) context.reportError(complaint('levels', LIMITS.depth, node));
      if (size.aliases > LIMITS.aliases)
        context.reportError(complaint('aliases', LIMITS.aliases, node));
      if (size.rootFields > LIMITS.rootFields)
        context.reportError(complaint('root fields', LIMITS.rootFields, node));
    },
  };
};

/**
 * Why a body is refused before anything looks into it: checking an input costs a hundred times more
 * than sending it. Counted without recursion; null: it may pass.
 */
export const shapeFault = (body: unknown): string | null => {
  let level: unknown[] = [body];
  let objects = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.nesting)
      return `Objects and lists lie more than ${LIMITS.nesting} deep in each other.`;
    const inner = level.filter((one) => typeof one === 'object' && one !== null);
    objects += inner.length;
    if (objects > LIMITS.objects)
      return `There are more than ${LIMITS.objects} objects and lists in the request.`;
    level = inner.flatMap((one) => Object.values(one ?? {}));
  }
  return null;
};
