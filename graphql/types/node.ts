import { Field, ID, InterfaceType } from 'type-graphql';
import { parseGlobalId } from '../global-id';

@InterfaceType('Node', {
  description: 'Anything that can be fetched again by its id.',
  resolveType: ({ id }: { readonly id: string }) => parseGlobalId(id)?.type,
})
export abstract class Node {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;
}
