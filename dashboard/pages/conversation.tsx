import { Check, CircleAlert, CircleHelp, Clock, Lock, Paperclip } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLive } from '../api/use-live';
import {
  ConversationDocument,
  type ConversationQuery,
  type DeliveryState,
} from '../generated/graphql';
import { Avatar } from '../ui/badge';
import { safeHref } from '../ui/safe-href';
import { Answer, Empty } from '../ui/states';
import { Ago } from '../ui/time';
import { instantWords } from '../ui/words';

type Message = NonNullable<ConversationQuery['ticketByNumber']>['messages']['nodes'][number];

const PAGE = 50;
const CAP = 100;

const DELIVERY = {
  PENDING: { icon: Clock, words: 'On its way', tone: 'plain' },
  DELIVERED: { icon: Check, words: 'Delivered', tone: 'good' },
  FAILED: { icon: CircleAlert, words: 'Not delivered', tone: 'bad' },
  UNKNOWN: { icon: CircleHelp, words: 'Being looked up: it may have been shown', tone: 'warn' },
} as const;

const Delivery = ({ state, error }: { state: DeliveryState; error: string | null }) => {
  if (state === 'RECEIVED') return null;
  const { icon: Icon, words, tone } = DELIVERY[state];
  return (
    <span className={`delivery ${tone}`}>
      <Icon size={13} aria-hidden="true" />
      {words}
      {error !== null && `: ${error}`}
    </span>
  );
};

const Files = ({ files }: { files: Message['files'] }) => (
  <ul className="files">
    {files.map((file) => {
      const href = safeHref(file.url);
      return (
        <li key={file.id}>
          <Paperclip size={13} aria-hidden="true" />
          {href === undefined ? (
            file.name
          ) : (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {file.name}
            </a>
          )}
        </li>
      );
    })}
  </ul>
);

const sideOf = (message: Message): 'customer' | 'desk' | 'robot' => {
  switch (message.author.__typename) {
    case 'ContactActor':
    case 'StrangerActor':
      return 'customer';
    case 'BotActor':
    case 'SystemActor':
      return 'robot';
    default:
      return 'desk';
  }
};

const Said = ({ message }: { message: Message }) => {
  const side = sideOf(message);
  const isNote = message.visibility === 'INTERNAL';
  return (
    <li className={`said ${side} ${isNote ? 'note' : ''}`}>
      <Avatar name={message.author.name} side={side === 'customer' ? 'customer' : 'desk'} />
      <div className="said-main">
        <p className="said-head">
          <strong>{message.author.name}</strong>
          {side === 'customer' && <span className="tag">customer</span>}
          {side === 'robot' && <span className="tag">automatic</span>}
          {isNote && (
            <span className="tag note-tag">
              <Lock size={11} aria-hidden="true" /> note, never shown to the customer
            </span>
          )}
          <span className="faint">
            <Ago at={message.occurredAt} />
            {message.editedAt !== null && ', edited'}
          </span>
        </p>
        {message.deletedAt === null ? (
          <p className="said-text">{message.text}</p>
        ) : (
          <p className="said-text gone">Deleted {instantWords(message.deletedAt)}</p>
        )}
        {message.editedAfterAnswer && (
          <p className="notice warn">Changed after it was answered: read it again.</p>
        )}
        {message.files.length > 0 && <Files files={message.files} />}
        <Delivery state={message.deliveryState} error={message.deliveryError} />
      </div>
    </li>
  );
};

/** What was said, and below it what comes next: once that is known, so that it does not move. */
export const Conversation = ({ number, children }: { number: number; children?: ReactNode }) => {
  const [last, setLast] = useState(PAGE);
  const live = useLive(ConversationDocument, { number, last }, `conversation-${number}`);
  const isThere = live.data !== null || live.error !== null;
  return (
    <>
      <Answer live={live} rows={6}>
        {({ ticketByNumber }) => {
          const { nodes, pageInfo } = ticketByNumber?.messages ?? { nodes: [], pageInfo: null };
          if (nodes.length === 0) return <Empty title="Nothing was said yet" />;
          return (
            <>
              {pageInfo?.hasPreviousPage === true &&
                (last < CAP ? (
                  <button type="button" className="link earlier" onClick={() => setLast(CAP)}>
                    Show earlier messages
                  </button>
                ) : (
                  <p className="faint earlier">
                    Earlier messages are in the channel and in the API.
                  </p>
                ))}
              <ol className="conversation">
                {nodes.map((message) => (
                  <Said key={message.id} message={message} />
                ))}
              </ol>
            </>
          );
        }}
      </Answer>
      {isThere && children}
    </>
  );
};
