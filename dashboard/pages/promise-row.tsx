import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { PromiseKind } from '../generated/graphql';

/** What was promised, as the team says it. */
export const PROMISE_WORDS: Readonly<Record<PromiseKind, string>> = {
  FIRST_RESPONSE: 'a first answer',
  NEXT_UPDATE: 'the next word',
  RESOLUTION: 'a solution',
  CUSTOM: 'what was agreed',
};

/** A promise, and the way to its ticket. */
export const PromiseRow = (props: {
  promise: {
    readonly kind: PromiseKind;
    readonly ticket: {
      readonly number: number;
      readonly subject: string;
      readonly customer: { readonly name: string };
      readonly assignee: { readonly name: string } | null;
    } | null;
  };
  children: ReactNode;
}) => {
  const { kind, ticket } = props.promise;
  if (ticket === null) return null;
  return (
    <li>
      <Link href={`/tickets/${ticket.number}`}>
        <span className="short-main">
          <span className="short-subject">{ticket.subject}</span>
          <span className="short-sub">
            #{ticket.number} · {ticket.customer.name} · {PROMISE_WORDS[kind]} ·{' '}
            {ticket.assignee?.name ?? 'nobody has it'}
          </span>
        </span>
        <span className="short-side">{props.children}</span>
      </Link>
    </li>
  );
};
