import {
  ArrayMaxSize,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import {
  NEWEST_WEBHOOK_VERSION,
  WEBHOOK_DELIVERY_STATES,
  WEBHOOK_VERSIONS,
  type WebhookDeliveryState,
  type WebhookVersion,
} from '../../src/app/ports/webhooks';
import { TIMELINE_KINDS, type TimelineKind } from '../../src/domain/ticket';
import { IsIdOf } from '../global-id';
import { PageArgs } from './connection';
import { OnceInput } from './ticket-inputs';
import { TimelineKindEnum } from './timeline-kind';
import { WebhookDeliveryStateEnum } from './webhook';

const LEAVES = 'Absent or null: it stays.';

@InputType({ description: 'Tell an address of what happens to tickets.' })
export class CreateWebhookInput extends OnceInput {
  @Field(() => String, { description: 'What it is called: 1 to 120 characters.' })
  @IsString()
  @MaxLength(400)
  name: string;

  @Field(() => String, {
    description: 'An https address on the public internet, without name or password in it.',
  })
  @IsString()
  @MaxLength(2_000)
  url: string;

  @Field(() => [TimelineKindEnum], {
    nullable: true,
    description: 'Of what it is told. Absent, null or empty: of everything.',
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsIn(TIMELINE_KINDS, { each: true })
  kinds?: readonly TimelineKind[] | null;

  @Field(() => String, {
    nullable: true,
    description: `The version whose bodies it gets. Default: the newest, now ${NEWEST_WEBHOOK_VERSION}.`,
  })
  @IsOptional()
  @IsIn(WEBHOOK_VERSIONS)
  apiVersion?: WebhookVersion | null;
}

@InputType({ description: 'Change a webhook, or switch it on or off.' })
export class UpdateWebhookInput extends OnceInput {
  @Field(() => ID, { description: 'The webhook.' })
  @IsIdOf('Webhook')
  webhookId: string;

  @Field(() => String, { nullable: true, description: `What it is called. ${LEAVES}` })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  name?: string | null;

  @Field(() => String, { nullable: true, description: `Where it is told. ${LEAVES}` })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  url?: string | null;

  @Field(() => [TimelineKindEnum], {
    nullable: true,
    description: `Of what it is told from now on; empty: of everything. ${LEAVES}`,
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsIn(TIMELINE_KINDS, { each: true })
  kinds?: readonly TimelineKind[] | null;

  @Field(() => String, {
    nullable: true,
    description: `The version it gets from now on, also of what is replayed. ${LEAVES}`,
  })
  @IsOptional()
  @IsIn(WEBHOOK_VERSIONS)
  apiVersion?: WebhookVersion | null;

  @Field(() => Boolean, {
    nullable: true,
    description: `Switches it on or off. Of what happens while it is off it is not told. ${LEAVES}`,
  })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean | null;
}

@InputType({ description: 'Delete a webhook, and with it the log of its deliveries.' })
export class DeleteWebhookInput extends OnceInput {
  @Field(() => ID, { description: 'The webhook.' })
  @IsIdOf('Webhook')
  webhookId: string;
}

@InputType({ description: 'Give a webhook a new signing key.' })
export class RotateWebhookSecretInput extends OnceInput {
  @Field(() => ID, { description: 'The webhook.' })
  @IsIdOf('Webhook')
  webhookId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'For so long the old key signs, too: 0 to 604800. Default 86400, a day.',
  })
  @IsOptional()
  @IsInt()
  overlapSeconds?: number | null;
}

@InputType({ description: 'Tell a webhook of one event once more.' })
export class ReplayWebhookDeliveryInput extends OnceInput {
  @Field(() => ID, { description: 'The delivery.' })
  @IsIdOf('WebhookDelivery')
  deliveryId: string;
}

@InputType({ description: 'Tell a webhook once more of everything since a time.' })
export class ReplayWebhookInput extends OnceInput {
  @Field(() => ID, { description: 'The webhook.' })
  @IsIdOf('Webhook')
  webhookId: string;

  @Field(() => GraphQLDateTime, {
    description: 'Since when; at most 10,000 events. What it was never told is among them.',
  })
  @IsDate()
  since: Date;
}

@ArgsType()
export class WebhookDeliveryArgs extends PageArgs {
  @Field(() => ID, { description: 'Of which webhook.' })
  @IsIdOf('Webhook')
  webhookId: string;

  @Field(() => [WebhookDeliveryStateEnum], {
    nullable: true,
    description: 'Only these. Absent or null: all.',
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsIn(WEBHOOK_DELIVERY_STATES, { each: true })
  states?: readonly WebhookDeliveryState[] | null;
}
