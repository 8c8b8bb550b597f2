import { v7 } from 'uuid';
import { globalId, type IdType } from '../../graphql/global-id';

/** Well-formed, of a thing that is in no tenant. */
export const missing = (type: IdType): string => globalId(type, v7());

const TYPES = new Map<string, IdType>([
  ['ticketId', 'Ticket'],
  ['memberId', 'Member'],
  ['channelId', 'Channel'],
  ['messageId', 'Message'],
  ['customerId', 'Customer'],
  ['queueId', 'Queue'],
]);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const asked = (key: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => asked(key, one));
  const type = TYPES.get(key);
  if (type !== undefined && typeof value === 'string' && UUID.test(value))
    return globalId(type, value);
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? withIds(value)
    : value;
};

/** An input whose rows' ids are spelt as the API spells them. */
export const withIds = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).map(([key, value]) => [key, asked(key, value)]));
