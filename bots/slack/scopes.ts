/** Every permission we ask for, each with the reason an administrator may read. */
export const SCOPES = {
  'channels:history': 'Read messages of public channels the app is in, also after an outage.',
  'groups:history': 'The same for private channels the app is in.',
  'channels:read': 'Know a channel by name, and whether it is shared with a customer.',
  'groups:read': 'The same for private channels the app is in.',
  'chat:write': 'Answer, post triage cards and keep them up to date.',
  'chat:write.customize': "Show an agent's own name and picture on an answer.",
  commands: 'Offer /desk and "Make this a ticket".',
  'reactions:read': 'Turn a message into a ticket by reacting with :ticket:.',
  'users:read': 'Tell customers from colleagues by their home workspace.',
  'team:read': "Name a customer after the customer's own workspace.",
  'files:read': 'Show the files of a shared channel to the agents.',
  'app_mentions:read': 'Notice when somebody calls the app.',
} as const;

/** The names alone, in the manifest's order. */
export const BOT_SCOPES: readonly string[] = Object.keys(SCOPES);

/** What we listen to; all else is neither needed nor delivered. */
export const BOT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
  'user_change',
] as const;
