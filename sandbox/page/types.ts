/** A JSON object whose fields nobody has looked at yet. */
export type Json = { readonly [key: string]: unknown };

export type Platform = 'slack' | 'teams';

export type Team = { readonly id: string; readonly name: string; readonly vendor: boolean };

export type Person = {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  /** The name, made unique: two people may share one. */
  readonly handle: string;
  readonly title: string;
  readonly avatar: string | null;
  readonly bot: boolean;
  readonly guest: boolean;
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  /** The person in a direct conversation with the app, null for a room. */
  readonly directWith: string | null;
  readonly archived: boolean;
  readonly teamIds: readonly string[];
  readonly members: readonly string[];
  /** Teams only: what the app may do here. */
  readonly bot: {
    readonly installed: boolean;
    readonly everything: boolean;
    readonly where: string;
  } | null;
};

export type Reaction = { readonly name: string; readonly users: readonly string[] };

export type FileStub = {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly size: number | null;
  readonly url: string | null;
};

export type Attachment = {
  readonly color: string | null;
  readonly text: string;
  readonly blocks: readonly Json[];
};

export type ChatMessage = {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly userId: string | null;
  readonly username: string | null;
  readonly icon: string | null;
  readonly fromBot: boolean;
  readonly subtype: string | null;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** Teams only: the Adaptive Cards, and the view of them some people have for themselves. */
  readonly cards: readonly Json[];
  readonly ownCards: { readonly [userId: string]: Json };
  readonly attachments: readonly Attachment[];
  readonly files: readonly FileStub[];
  readonly reactions: readonly Reaction[];
  readonly edited: boolean;
  readonly ephemeralFor: string | null;
};

export type View = {
  readonly id: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string | null;
  readonly blocks: readonly Json[];
  /** Teams only: a dialog is one Adaptive Card. */
  readonly card: Json | null;
  readonly errors: { readonly [blockId: string]: string };
  /** What went wrong when the form was last sent. */
  readonly trouble: string | null;
};

export type SlashCommand = { readonly command: string; readonly description: string };
export type Shortcut = { readonly callbackId: string; readonly name: string };
export type Delivery = { readonly at: string; readonly kind: string; readonly status: string };

export type Workspace = {
  readonly platform: Platform;
  readonly teams: readonly Team[];
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly messages: { readonly [channelId: string]: readonly ChatMessage[] };
  readonly views: { readonly [userId: string]: readonly View[] };
  readonly homes: { readonly [userId: string]: View | null };
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly deskUrl: string | null;
  readonly deliveries: readonly Delivery[];
};

/** What a person may do; field names are those of the control API. */
export type Act =
  | {
      kind: 'post';
      channel: string;
      user: string;
      text: string;
      threadTs?: string;
      files?: readonly Upload[];
    }
  | { kind: 'edit'; channel: string; ts: string; user: string; text: string }
  | { kind: 'delete'; channel: string; ts: string; user: string }
  | { kind: 'react' | 'unreact'; channel: string; ts: string; user: string; name: string }
  | ({ kind: 'press'; user: string } & Where & Press)
  | { kind: 'submitForm'; user: string; viewId: string; values: FormValues }
  | { kind: 'closeForm'; user: string; viewId: string }
  | { kind: 'command'; channel: string; user: string; command: string; text: string }
  | { kind: 'messageShortcut'; channel: string; ts: string; user: string; callbackId: string }
  | { kind: 'openHome'; user: string }
  | { kind: 'undelete'; channel: string; ts: string; user: string }
  | ({ kind: 'pressCard'; channel: string; ts: string; user: string } & CardInput)
  | ({ kind: 'submitCard'; viewId: string; user: string } & CardInput)
  | { kind: 'install'; channel: string; installed: boolean }
  | { kind: 'consent'; channel: string; everything: boolean };

type CardInput = { button: number; inputs: { [id: string]: string } };

export type Upload = {
  readonly name: string;
  readonly mimetype: string;
  readonly content: string;
  readonly encoding: 'base64';
};
export type Where = { channel: string; ts: string } | { viewId: string };
export type Choice = string | string[];
export type Press = {
  blockId: string;
  actionId: string;
  value?: string;
  selected?: Choice;
  /** What stands in the other fields of the form at that moment. */
  values?: FormValues;
};
export type FormValues = { [blockId: string]: { [actionId: string]: Choice } };

export type ActResult =
  | {
      readonly ok: true;
      readonly errors: { readonly [blockId: string]: string };
      /** What the app said in passing. */
      readonly note: string | null;
    }
  | { readonly ok: false; readonly error: string };
