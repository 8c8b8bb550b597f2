import { z } from 'zod';
import { type Command, type Envelope, type Interaction, id, jsonOf } from './payloads';

/** Which of our installations heard an event. The outer team may be the sender's. */
export const workspaceOfEnvelope = (envelope: Envelope): string | null => {
  const heard = envelope.authorizations?.find((entry) => entry !== null);
  if (heard) {
    const id = heard.is_enterprise_install ? heard.enterprise_id : heard.team_id;
    if (id !== undefined) return id;
  }
  if (envelope.is_enterprise_install && envelope.enterprise_id) return envelope.enterprise_id;
  return envelope.team_id ?? envelope.enterprise_id ?? null;
};

const carriedWorkspace = z.object({ workspace: id });

/** What our own button or menu says of where it was posted; Slack's signature covers it. */
const workspaceOfPress = (payload: Interaction): string | undefined => {
  for (const action of payload.actions ?? []) {
    for (const carried of [action?.value, action?.block_id?.replace(/^[^:]*:/, '')]) {
      const parsed = carriedWorkspace.safeParse(jsonOf(carried));
      if (parsed.success) return parsed.data.workspace;
    }
  }
  return undefined;
};

/** Which of our installations a press or a form belongs to. */
export const workspaceOfInteraction = (payload: Interaction): string | null => {
  if (payload.is_enterprise_install && payload.enterprise?.id) return payload.enterprise.id;
  const installed = payload.view?.app_installed_team_id;
  if (installed !== undefined) return installed;
  // A card of ours names our own team, whoever pressed its button.
  const { message, api_app_id: appId } = payload;
  const isOurs = message?.app_id !== undefined && message.app_id === appId;
  return (
    workspaceOfPress(payload) ??
    (isOurs ? message.team : undefined) ??
    payload.team?.id ??
    payload.user?.team_id ??
    null
  );
};

/** Which of our installations a slash command belongs to. */
export const workspaceOfCommand = (command: Command): string | null =>
  String(command.is_enterprise_install) === 'true' && command.enterprise_id
    ? command.enterprise_id
    : (command.team_id ?? command.enterprise_id ?? null);
