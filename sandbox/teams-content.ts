import { items, type JsonObject, text } from './json';
import type { Post } from './teams-model';

/** What the connector refuses, with its status and code. */
export class ConnectorError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether an activity has nothing to show. */
export function isEmpty(activity: JsonObject): boolean {
  return text(activity.text) === undefined && items(activity.attachments).length === 0;
}

/** What of an activity is shown. */
export function contentOf(
  body: JsonObject,
): Pick<Post, 'text' | 'attachments' | 'entities' | 'summary'> {
  if (isEmpty(body))
    throw new ConnectorError(400, 'BadSyntax', 'Activity must contain text or attachments.');
  return {
    text: text(body.text) ?? '',
    attachments: items(body.attachments),
    entities: items(body.entities),
    summary: text(body.summary) ?? null,
  };
}
