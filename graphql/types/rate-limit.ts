import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('RateLimit', {
  description: 'The requests of one token within a minute, which begins with the first of them.',
  simpleResolvers: true,
})
export class RateLimitNode {
  @Field(() => Int, { description: 'Requests a minute.' })
  limit: number;

  @Field(() => Int, { description: 'Requests left, about: several processes count together.' })
  remaining: number;

  @Field(() => GraphQLDateTime, { description: 'When this minute ends, by the database’s clock.' })
  resetAt: Date;
}
