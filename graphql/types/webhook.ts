import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type {
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
  WhyDisabled,
} from '../../src/app/ports/webhooks';
import type { TimelineKind } from '../../src/domain/ticket';
import { globalId } from '../global-id';
import { Payload } from './admin-payloads';
import { connectionType } from './connection';
import { describedEnum } from './enums';
import { Node } from './node';
import { TimelineKindEnum } from './timeline-kind';

const WhyDisabledEnum = describedEnum<WhyDisabled>('WhyDisabled', 'Why a webhook is off.', {
  BY_HAND: 'An administrator switched it off.',
  FAILING: 'Its address failed for five days without a single success.',
  GONE: 'Its address answered 410: it is gone for good.',
});

export const WebhookDeliveryStateEnum = describedEnum<WebhookDeliveryState>(
  'WebhookDeliveryState',
  'What became of one event on its way to one webhook.',
  {
    PENDING: 'On its way, or waiting for the next try.',
    DELIVERED: 'The address answered with success.',
    FAILED: 'Given up after the last try; it can be replayed.',
  },
);

@ObjectType('Webhook', {
  description: 'An address that is told of what happens to tickets.',
  implements: Node,
  simpleResolvers: true,
})
export class WebhookNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { description: 'Where it is told.' })
  url: string;

  @Field(() => [TimelineKindEnum], { description: 'Of what it is told; empty: of everything.' })
  kinds: readonly TimelineKind[];

  @Field(() => String, { description: 'The version whose bodies it gets, whatever comes later.' })
  apiVersion: string;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until then two signatures are sent: by the new key and by the one before it.',
  })
  previousKeyUntil: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When its unbroken row of failures began; null: the last try succeeded.',
  })
  failingSince: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was switched off.' })
  disabledAt: Date | null;

  @Field(() => WhyDisabledEnum, { nullable: true, description: 'Why; null: it is on.' })
  disabledBecause: WhyDisabled | null;
}

@ObjectType({ description: 'One try to tell an address.', simpleResolvers: true })
class WebhookTry {
  @Field(() => GraphQLDateTime, { description: 'When.' })
  at: Date;

  @Field(() => Int, { nullable: true, description: 'The HTTP status; null: no answer.' })
  status: number | null;

  @Field(() => String, { nullable: true, description: 'Why there was no answer.' })
  error: string | null;

  @Field(() => Int, { description: 'How many milliseconds it took.' })
  tookMs: number;
}

@ObjectType('WebhookDelivery', {
  description: 'One event on its way to one webhook, with every try.',
  implements: Node,
  simpleResolvers: true,
})
export class WebhookDeliveryNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => ID, { description: 'The webhook.' })
  webhookId: string;

  @Field(() => ID, {
    description: 'The entry of the history it tells of: the `webhook-id` of every try.',
  })
  eventId: string;

  @Field(() => ID, { description: 'The ticket it happened to.' })
  ticketId: string;

  @Field(() => TimelineKindEnum, { description: 'What happened.' })
  kind: TimelineKind;

  @Field(() => WebhookDeliveryStateEnum, { description: 'How it stands.' })
  state: WebhookDeliveryState;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  createdAt: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it is tried next; null: not any more.',
  })
  nextTryAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was delivered or given up.',
  })
  finishedAt: Date | null;

  @Field(() => [WebhookTry], { description: 'The newest 20 tries, oldest first.' })
  tries: readonly WebhookTry[];
}

export const WebhookConnection = connectionType('Webhook', WebhookNode);
export const WebhookDeliveryConnection = connectionType('WebhookDelivery', WebhookDeliveryNode);

export const webhookNode = (webhook: Webhook): WebhookNode => ({
  id: globalId('Webhook', webhook.id),
  name: webhook.name,
  url: webhook.url,
  kinds: webhook.kinds,
  apiVersion: webhook.apiVersion,
  createdAt: webhook.createdAt,
  previousKeyUntil: webhook.previousUntil,
  failingSince: webhook.failingSince,
  disabledAt: webhook.disabledAt,
  disabledBecause: webhook.disabledBecause,
});

export const webhookDeliveryNode = (delivery: WebhookDelivery): WebhookDeliveryNode => ({
  id: globalId('WebhookDelivery', delivery.id),
  webhookId: globalId('Webhook', delivery.webhookId),
  eventId: globalId('TimelineEntry', delivery.entryId),
  ticketId: globalId('Ticket', delivery.ticketId),
  kind: delivery.kind,
  state: delivery.state,
  createdAt: delivery.createdAt,
  nextTryAt: delivery.state === 'PENDING' ? delivery.dueAt : null,
  finishedAt: delivery.finishedAt,
  tries: delivery.tries.map((one) => ({ ...one, at: new Date(one.at) })),
});

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });

@ObjectType({ simpleResolvers: true })
export abstract class WebhookPayload extends Payload {
  @Field(() => WebhookNode, {
    nullable: true,
    description: 'As it stands now; null if it was not found.',
  })
  webhook: WebhookNode | null;
}

@ObjectType({ simpleResolvers: true })
export abstract class KeyedWebhookPayload extends WebhookPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Checks the signatures. Shown this once: null in a replayed answer.',
  })
  signingKey: string | null;
}

@ObjectType(described('createWebhook'))
export class CreateWebhookPayload extends KeyedWebhookPayload {}
@ObjectType(described('rotateWebhookSecret'))
export class RotateWebhookSecretPayload extends KeyedWebhookPayload {}
@ObjectType(described('updateWebhook'))
export class UpdateWebhookPayload extends WebhookPayload {}
@ObjectType(described('replayWebhook'))
export class ReplayWebhookPayload extends WebhookPayload {}

@ObjectType(described('deleteWebhook'))
export class DeleteWebhookPayload extends Payload {}

@ObjectType(described('replayWebhookDelivery'))
export class ReplayWebhookDeliveryPayload extends Payload {
  @Field(() => WebhookDeliveryNode, {
    nullable: true,
    description: 'As it stands now; null if it was not found.',
  })
  delivery: WebhookDeliveryNode | null;
}
