import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { PAGE_CAP, PAGE_DEFAULT } from '../page-size';

const CURSOR_LIMIT = 300;
const NAME_LIMIT = 120;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `Take this many from the start, at most ${PAGE_CAP}. Default ${PAGE_DEFAULT}.`,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(PAGE_CAP)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what follows this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(CURSOR_LIMIT)
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `Take this many from the end, at most ${PAGE_CAP}.`,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(PAGE_CAP)
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what precedes this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(CURSOR_LIMIT)
  before?: string | null;
}

@ArgsType()
export class NamedPageArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only those whose name holds this; capitals are forgiven. At most 120 characters.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_LIMIT)
  named?: string | null;
}

/** What is left of it; nothing asks for everything. */
export const namedOf = ({ named }: NamedPageArgs): string | null => named?.trim() || null;

@ObjectType({ description: 'Where a page stands in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'More rows follow the last edge.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Rows precede the first edge.' })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first edge; null on an empty page.',
  })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last edge; null on an empty page.',
  })
  endCursor: string | null;
}

export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

/** The Relay connection type of a node, with `nodes` beside `edges` for those who need no cursors. */
export const connectionType = <Node extends object>(
  name: string,
  node: ClassType<Node>,
): ClassType<Connection<Node>> => {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.`, simpleResolvers: true })
  class NodeEdge implements Edge<Node> {
    @Field(() => node, { description: `The ${name} itself.` })
    node: Node;

    @Field(() => String, { description: 'Where it stands in the list. Opaque.' })
    cursor: string;
  }

  @ObjectType(`${name}Connection`, {
    description: `A page of the list of ${name}.`,
    simpleResolvers: true,
  })
  class NodeConnection implements Connection<Node> {
    @Field(() => [NodeEdge], { description: 'The page with its cursors.' })
    edges: NodeEdge[];

    @Field(() => [node], { description: 'The page without cursors.' })
    nodes: Node[];

    @Field(() => PageInfo, { description: 'Where the page stands in its list.' })
    pageInfo: PageInfo;
  }
  return NodeConnection;
};
