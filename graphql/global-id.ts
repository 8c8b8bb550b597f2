import { registerDecorator } from 'class-validator';

/** Everything that has an id in the API. */
export const ID_TYPES = [
  'Ticket',
  'Message',
  'TimelineEntry',
  'Customer',
  'Contact',
  'Channel',
  'Member',
  'Queue',
  'IntakeDecision',
  'ApiToken',
  'Webhook',
  'WebhookDelivery',
  'Calendar',
  'SlaPolicy',
  'Promise',
  'Rating',
  'RecoveryTask',
  'Group',
  'AuditEntry',
  'Signal',
  'WorkItem',
  'Tracker',
  'Label',
] as const;
export type IdType = (typeof ID_TYPES)[number];

export interface ParsedId {
  readonly type: IdType;
  readonly uuid: string;
}

const SHAPE = /^([A-Za-z]+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const LONGEST = 100;

const isType = (name: string | undefined): name is IdType => ID_TYPES.some((one) => one === name);

/** Opaque to clients and unique in the whole API: it says what it names. */
export const globalId = (type: IdType, uuid: string): string =>
  Buffer.from(`${type}:${uuid}`).toString('base64url');

/** The same for what may be absent. */
export const globalIdOrNull = (type: IdType, uuid: string | null): string | null =>
  uuid === null ? null : globalId(type, uuid);

/** Null for anything that is not exactly one of our ids. */
export const parseGlobalId = (text: string): ParsedId | null => {
  if (text.length > LONGEST) return null;
  const [, type, uuid] = SHAPE.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (!isType(type) || uuid === undefined) return null;
  // One thing has one id: other spellings of the same bytes are refused.
  return globalId(type, uuid) === text ? { type, uuid } : null;
};

/** Names nothing, in any tenant. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/** What an id of this type stands for; an id of anything else names nothing. */
export const uuidOf = (type: IdType, id: string): string => {
  const parsed = parseGlobalId(id);
  return parsed?.type === type ? parsed.uuid : NOTHING;
};

/** The same for an argument that may be absent. */
export const uuidOrNull = (type: IdType, id: string | null | undefined): string | null =>
  typeof id === 'string' ? uuidOf(type, id) : null;

/** class-validator's rule for an argument that names something of one of these types. */
export const IsIdOfAny =
  (types: readonly IdType[], each = false): PropertyDecorator =>
  (target, property) => {
    registerDecorator({
      name: 'isIdOfAny',
      target: target.constructor,
      propertyName: String(property),
      options: {
        each,
        message: `$property must be an id of one of the types ${types.join(', ')}.`,
      },
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && types.some((type) => parseGlobalId(value)?.type === type),
      },
    });
  };

/** class-validator's rule for an argument that names something of this type. */
export const IsIdOf =
  (type: IdType, each = false): PropertyDecorator =>
  (target, property) => {
    registerDecorator({
      name: 'isIdOf',
      target: target.constructor,
      propertyName: String(property),
      options: { each, message: `$property must be an id of the type ${type}.` },
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && parseGlobalId(value)?.type === type,
      },
    });
  };
