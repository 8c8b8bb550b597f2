import type { Actor } from '../../domain/actor';
import type { IntakeMode } from '../../domain/chatter';
import { DeskError, notFound } from '../../domain/errors';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { requireAdministration } from './requirements';

export interface ChannelPatch {
  readonly channelId: string;
  /** Undefined leaves a value, null clears it. */
  readonly intakeMode?: IntakeMode | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly queueId?: string | null | undefined;
  /** Null leaves it. */
  readonly kind: 'CUSTOMER' | 'INTERNAL' | null;
}

const refuse = (code: string, message: string, hint: string | null, field: string): never => {
  throw new DeskError('refused', code, message, hint, [field]);
};

const check = (channel: Channel): void => {
  const { name, kind, customerId, isExternallyShared } = channel;
  if (kind === 'CUSTOMER' && customerId === null)
    refuse(
      'CUSTOMER_NEEDED',
      `#${name} is a room of a customer: say of which.`,
      'Give customerId, or make it INTERNAL.',
      'customerId',
    );
  if (kind === 'INTERNAL' && isExternallyShared)
    refuse(
      'CHANNEL_IS_SHARED',
      `#${name} is shared with another organisation: it is not internal.`,
      null,
      'kind',
    );
  if (kind === 'INTERNAL' && customerId !== null)
    refuse(
      'INTERNAL_HAS_NO_CUSTOMER',
      `#${name} is internal: it belongs to no customer.`,
      'Clear customerId with null.',
      'customerId',
    );
};

/** Changes what a room is for: what is not given stays, null clears. */
export const changeChannelIn = async (tx: Tx, actor: Actor, patch: ChannelPatch): Promise<void> => {
  requireAdministration(actor, 'configure');
  const channel = await tx.desk.channelById(patch.channelId);
  if (channel === null) throw notFound('channel');
  const moved = patch.kind !== null || patch.customerId !== undefined;
  if (channel.kind === 'TRIAGE' && moved)
    refuse(
      'TRIAGE_CHANNEL',
      `#${channel.name} shows a queue.`,
      'Show the queue in another channel first.',
      'channelId',
    );
  const { customerId, queueId, intakeMode } = patch;
  if (typeof customerId === 'string' && (await tx.desk.customer(customerId)) === null)
    throw notFound('customer');
  if (typeof queueId === 'string' && (await tx.desk.queue(queueId)) === null)
    throw notFound('queue');
  const changed: Channel = {
    ...channel,
    kind: patch.kind ?? channel.kind,
    customerId: customerId === undefined ? channel.customerId : customerId,
    queueId: queueId === undefined ? channel.queueId : queueId,
    intakeMode: intakeMode === undefined ? channel.intakeMode : intakeMode,
  };
  if (moved) check(changed);
  await tx.desk.saveChannel(changed);
};
