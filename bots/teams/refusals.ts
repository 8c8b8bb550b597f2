/** The connector's answers that will not change by asking again, in words for the agent who must act. */
const REFUSALS: Readonly<Record<string, string>> = {
  MessageWritesBlocked:
    'Teams does not let this app write here: the person blocked it, or the conversation was closed. Answer elsewhere.',
  BotNotInConversationRoster:
    'This app is no longer in that team or chat. Install it there again, then retry.',
  BotDisabledByAdmin:
    'An administrator has blocked this app. Ask the administrator of that organisation.',
  ConversationNotFound: 'The conversation is gone, or this app was removed from it.',
  ConversationBlockedByUser: 'The person has blocked this app.',
  ForbiddenOperationException:
    'This app cannot write to that person. They must install it for themselves first.',
  ActivityNotFoundInConversation: 'The message was deleted.',
  MessageSizeTooBig: 'The text is too long for Teams. Send it in parts.',
  BadSyntax: 'Teams did not accept the layout of this message. This is a bug: report it.',
  BadArgument: 'Teams did not accept this request. This is a bug: report it.',
  TeamNotFound: 'The team is gone, or this app was removed from it.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  401: 'Teams does not accept this app. Check MicrosoftAppId and MicrosoftAppPassword.',
  403: 'Teams does not let this app write here. Install it there again, or ask an administrator.',
  404: 'The conversation is gone, or this app was removed from it.',
  413: 'The text is too long for Teams. Send it in parts.',
};

/** What a final answer means, for a person. */
export const reasonOf = (status: number, code: string | null): string =>
  (code === null ? undefined : REFUSALS[code]) ??
  BY_STATUS[status] ??
  `Teams refused with ${status}${code === null ? '' : ` (${code})`}.`;

export const UNKNOWN_ROOM =
  'This desk does not know how to reach that conversation. Mention the app there once, or install it again.';
export const NOT_INSTALLED =
  'The app is not installed in that organisation any more. Install it again.';
export const APP_REFUSED =
  'Microsoft does not accept this app. Check MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.';
export const BAD_SERVICE =
  'The stored address of that conversation is not Microsoft’s. Nothing was sent.';
