/** The scope each method needs, as its reference page names it. */
const NEEDED: Record<string, string[]> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read'],
  'conversations.list': ['channels:read', 'groups:read', 'im:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read'],
  'users.conversations': ['channels:read', 'groups:read', 'im:read'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'bots.info': ['users:read'],
  'team.info': ['team:read'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'files.info': ['files:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
};

/** Every scope the desk may ask for: what a token holds unless a test takes some away. */
export const ALL_SCOPES = [
  ...new Set([
    ...Object.values(NEEDED).flat(),
    'app_mentions:read',
    'chat:write.customize',
    'commands',
    'users:read.email',
  ]),
];

/** The scope a call lacks, if any. */
export function missingScope(
  method: string,
  customized: boolean,
  held: string[],
): string | undefined {
  const any = NEEDED[method];
  if (any && !any.some((scope) => held.includes(scope))) return any[0];
  if (customized && method.startsWith('chat.') && !held.includes('chat:write.customize'))
    return 'chat:write.customize';
  return undefined;
}
