import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Tracker } from '../../src/app/ports/work-items';
import { TRACKER_KINDS, type TrackerKind } from '../../src/domain/work-item';
import { globalId, IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { connectionType } from './connection';
import { Node } from './node';
import { OnceInput } from './ticket-inputs';
import { TrackerKindEnum } from './work-item-enums';

@ObjectType('Tracker', {
  description:
    'A tracker that tells this desk what becomes of its items. Never what it signs with.',
  implements: Node,
  simpleResolvers: true,
})
export class TrackerNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => TrackerKindEnum, { description: 'What it is.' })
  kind: TrackerKind;

  @Field(() => String, {
    description: 'Which one: github.com, linear.app/acme, acme.atlassian.net or a host of yours.',
  })
  site: string;

  @Field(() => String, {
    description: 'Where its webhook has to point: this path behind the address of this desk.',
  })
  webhookPath: string;

  @Field(() => GraphQLDateTime, { description: 'Since when it is connected.' })
  connectedAt: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it last told something with a good signature; null: never yet.',
  })
  heardAt: Date | null;
}

/** A tracker as the API shows it. */
export const trackerNode = ({ id, kind, site, connectedAt, heardAt }: Tracker): TrackerNode => ({
  id: globalId('Tracker', id),
  kind,
  site,
  webhookPath: `/webhooks/trackers/${id}`,
  connectedAt,
  heardAt,
});

export const TrackerConnection = connectionType('Tracker', TrackerNode);

@InputType({
  description:
    'Connect a tracker. One that is connected already keeps its address and gets another signing key.',
})
export class ConnectTrackerInput extends OnceInput {
  @Field(() => TrackerKindEnum, { description: 'What it is.' })
  @IsIn(TRACKER_KINDS)
  kind: TrackerKind;

  @Field(() => String, {
    nullable: true,
    description:
      'Which one: the host of a Jira or of a GitHub of your own, the workspace of Linear. Default for GitHub: github.com.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  site?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it signs with, 16 to 200 visible ASCII characters: Linear makes it and shows it beside its webhook. Absent or null: one is made and shown once.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  signingKey?: string | null;
}

@InputType({ description: 'Listen to a tracker no longer. What it told stays.' })
export class DisconnectTrackerInput extends OnceInput {
  @Field(() => ID, { description: 'The tracker.' })
  @IsIdOf('Tracker')
  trackerId: string;
}

@ObjectType({ description: 'What became of connectTracker.', simpleResolvers: true })
export class ConnectTrackerPayload extends Payload {
  @Field(() => TrackerNode, {
    nullable: true,
    description: 'As it stands now; null if nothing was connected.',
  })
  tracker: TrackerNode | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it has to sign with, if it was made here. Shown this once: null in a replayed answer, and when you brought your own.',
  })
  signingKey: string | null;
}

@ObjectType({ description: 'What became of disconnectTracker.', simpleResolvers: true })
export class DisconnectTrackerPayload extends Payload {}
