import { z } from 'zod';

const str = z.string().optional().catch(undefined);
const named = z.looseObject({ id: str, name: str }).optional().catch(undefined);
const account = z
  .looseObject({ id: str, name: str, aadObjectId: str, role: str, tenantId: str })
  .optional()
  .catch(undefined);
const accounts = z.array(account).optional().catch(undefined);
const reactions = z
  .array(z.looseObject({ type: str }).optional().catch(undefined))
  .optional()
  .catch(undefined);

const entity = z
  .looseObject({ type: str, text: str, mentioned: account })
  .optional()
  .catch(undefined);

const attachment = z
  .looseObject({ contentType: str, contentUrl: str, name: str, content: z.unknown().optional() })
  .optional()
  .catch(undefined);

/**
 * An activity as far as we read it. Nothing but the type is required: what a client leaves out, or
 * sends in another shape, must not take the rest down with it.
 */
export const activitySchema = z.looseObject({
  type: z.string(),
  id: str,
  name: str,
  action: str,
  text: str,
  textFormat: str,
  timestamp: str,
  serviceUrl: str,
  channelId: str,
  replyToId: str,
  from: account,
  recipient: account,
  conversation: z
    .looseObject({
      id: str,
      conversationType: str,
      tenantId: str,
      name: str,
      isGroup: z.unknown().optional(),
    })
    .optional()
    .catch(undefined),
  entities: z.array(entity).optional().catch(undefined),
  attachments: z.array(attachment).optional().catch(undefined),
  membersAdded: accounts,
  membersRemoved: accounts,
  reactionsAdded: reactions,
  reactionsRemoved: reactions,
  channelData: z
    .looseObject({
      eventType: str,
      tenant: named,
      team: z.looseObject({ id: str, name: str, aadGroupId: str }).optional().catch(undefined),
      channel: z.looseObject({ id: str, name: str, type: str }).optional().catch(undefined),
      teamsChannelId: str,
      teamsTeamId: str,
    })
    .optional()
    .catch(undefined),
  value: z.unknown().optional(),
});
export type Activity = z.infer<typeof activitySchema>;
export type Account = NonNullable<z.infer<typeof account>>;

/** The stored bytes as an activity; null when they are none. */
export const parseActivity = (raw: Buffer): Activity | null => {
  try {
    const parsed = activitySchema.safeParse(JSON.parse(raw.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
