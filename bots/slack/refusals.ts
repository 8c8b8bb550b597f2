/**
 * Slack's answers that will not change by asking again, each in words for the agent who must act.
 * Anything that is not listed here is refused too, under its own name.
 */
export const REFUSALS: Readonly<Record<string, string>> = {
  // The room
  is_archived: 'The channel is archived. Unarchive it, or answer elsewhere.',
  channel_is_archived: 'The channel is archived. Unarchive it, or answer elsewhere.',
  channel_not_found: 'The channel is gone, or this app was removed from it. Invite the app again.',
  not_in_channel: 'This app is not in the channel. Invite it with /invite, then retry.',
  user_not_in_channel: 'That person is no longer in the channel.',
  restricted_action: 'A workspace setting forbids posting here. Ask a workspace admin.',
  restricted_action_read_only_channel: 'The channel is read-only for apps. Ask a workspace admin.',
  restricted_action_thread_only_channel: 'The channel takes replies in threads only.',
  restricted_action_non_threadable_channel: 'Threads are switched off in this channel.',
  restricted_action_thread_locked:
    'The thread is locked. Ask a workspace admin, or answer elsewhere.',
  cannot_reply_to_message: 'That message cannot be replied to. Answer in the channel instead.',
  thread_not_found: 'The first message of the thread was deleted. Answer in the channel instead.',
  slack_connect_blocked_file_type: 'The other organisation blocks this kind of file.',
  external_channel_migrating: 'The shared channel is being moved by Slack. Retry later.',
  // The message
  message_not_found: 'The message was deleted.',
  cant_update_message: 'Only the app that posted the message can change it.',
  cant_delete_message: 'Only the app that posted the message can delete it.',
  edit_window_closed: 'A workspace setting forbids changing a message this old.',
  msg_too_long: 'The text is too long for Slack. Send it in parts.',
  msg_blocks_too_long: 'The text is too long for Slack. Send it in parts.',
  no_text: 'The message is empty.',
  invalid_blocks: 'Slack did not accept the layout of this message. This is a bug: report it.',
  invalid_blocks_format:
    'Slack did not accept the layout of this message. This is a bug: report it.',
  invalid_attachments: 'Slack did not accept the layout of this message. This is a bug: report it.',
  invalid_arguments: 'Slack did not accept this request. This is a bug: report it.',
  metadata_too_large: 'Slack did not accept this request. This is a bug: report it.',
  // The form
  expired_trigger_id: 'That took too long for Slack. Press the button again.',
  exchanged_trigger_id: 'That press was already used. Press the button again.',
  invalid_trigger_id: 'That press is no longer valid. Press the button again.',
  trigger_exchanged: 'That press was already used. Press the button again.',
  push_limit_reached: 'Too many forms are open. Close one first.',
  view_too_large: 'The form is too large for Slack. This is a bug: report it.',
  // The person
  user_not_found: 'Slack does not know that person.',
  user_not_visible: 'This app may not see that person.',
  users_not_found: 'Slack does not know that person.',
  // The installation
  invalid_auth: 'Slack no longer accepts our token. Install the app again.',
  not_authed: 'Slack no longer accepts our token. Install the app again.',
  account_inactive: 'The workspace or the app in it was deactivated. Install the app again.',
  token_revoked: 'The app was removed from the workspace. Install it again.',
  token_expired: 'Our token has expired. Install the app again.',
  missing_scope: 'The app lacks a permission. Update it from the manifest and install it again.',
  not_allowed_token_type: 'This token cannot do that. Install the app again from the manifest.',
  no_permission: 'The workspace does not allow the app to do this. Ask a workspace admin.',
  ekm_access_denied: 'The workspace suspended access to its data. Ask its admin.',
  access_denied: 'The workspace does not allow the app to do this. Ask a workspace admin.',
  org_login_required: 'The workspace is being moved into an organisation. Retry later.',
  team_access_not_granted: 'The app is not approved for this workspace. Ask an organisation admin.',
  enterprise_is_restricted: 'The organisation does not allow this method.',
  method_not_supported_for_channel_type: 'Slack does not offer this in this kind of channel.',
  team_not_found: 'Slack does not know that workspace.',
  not_installed: 'The app is not installed in this workspace. Install it again.',
};

/** Slack refuses our token and not what it asks: the same is taken again once the token is put right. */
export const LOCKED_OUT: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);

/** Slack said no, but only for now; it surely did nothing. */
export const BUSY: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'team_added_to_org',
  'accesslimited',
]);

/** Slack failed midway: the message may be there. */
export const UNSURE: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
  'team_access_timeout',
]);
