import type { Author, Message } from '../domain/ticket';
import type { MessageEntity } from './entities/message';

const authorOf = (row: Pick<MessageEntity, 'authorKind' | 'authorId' | 'authorName'>): Author =>
  row.authorKind === 'bot' || row.authorId === null
    ? { kind: 'bot', id: null, name: row.authorName }
    : { kind: row.authorKind, id: row.authorId, name: row.authorName };

/** The message a row holds: its author lies in three columns. */
export const toMessage = (row: MessageEntity): Message => {
  const { authorKind, authorId, authorName, ...message } = row;
  return { ...message, author: authorOf({ authorKind, authorId, authorName }) };
};
