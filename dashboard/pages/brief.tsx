import type { ReactNode } from 'react';
import { useLive } from '../api/use-live';
import { BriefOfDocument, type SaidFragment } from '../generated/graphql';
import { safeHref } from '../ui/safe-href';
import { Answer, Empty } from '../ui/states';
import { Ago } from '../ui/time';
import { instantWords, inWords } from '../ui/words';
import { PROMISE_WORDS } from './promise-row';

const Utterance = ({ said }: { said: SaidFragment }) => (
  <blockquote className="utterance">
    <p className="said-text">{said.text}</p>
    <footer className="faint">
      {said.name}, <Ago at={said.at} />
    </footer>
  </blockquote>
);

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3>{title}</h3>
    {children}
  </section>
);

/** What whoever takes over has to know, from facts only, so that the customer repeats nothing. */
export const Brief = ({ number }: { number: number }) => {
  const live = useLive(BriefOfDocument, { number }, `brief-${number}`);
  return (
    <Answer live={live} rows={6}>
      {({ ticketByNumber }) => {
        if (ticketByNumber === null) return <Empty title="There is nothing to hand over" />;
        const { firstQuestion, openQuestion, lastWords, exchanges, tried, promised, links } =
          ticketByNumber.brief;
        return (
          <div className="brief">
            {firstQuestion !== null && (
              <Part title="It began with">
                <Utterance said={firstQuestion} />
              </Part>
            )}
            <Part title="Waits for an answer">
              {openQuestion === null ? (
                <p className="faint">Nothing: everything they wrote is answered.</p>
              ) : (
                <Utterance said={openQuestion} />
              )}
            </Part>
            {lastWords !== null && lastWords.at !== openQuestion?.at && (
              <Part title="Their last words">
                <Utterance said={lastWords} />
              </Part>
            )}
            {exchanges.length > 0 && (
              <Part title="Asked and answered">
                {exchanges.map(({ asked, answered }) => (
                  <div key={asked.at} className="exchange">
                    <Utterance said={asked} />
                    <Utterance said={answered} />
                  </div>
                ))}
              </Part>
            )}
            <Part title="Tried">
              {tried.length === 0 ? (
                <p className="faint">No solution and no note yet.</p>
              ) : (
                <ul>
                  {tried.map((one) => (
                    <li key={`${one.at} ${one.text}`}>
                      {one.text}{' '}
                      <span className="faint">
                        {inWords(one.kind).toLowerCase()}, {one.name}, <Ago at={one.at} />
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </Part>
            {promised.length > 0 && (
              <Part title="Promised">
                <ul>
                  {promised.map((one) => (
                    <li key={`${one.kind} ${one.dueAt}`}>
                      {inWords(PROMISE_WORDS[one.kind])} by {instantWords(one.dueAt)}{' '}
                      <span className="faint">{inWords(one.state).toLowerCase()}</span>
                    </li>
                  ))}
                </ul>
              </Part>
            )}
            {links.length > 0 && (
              <Part title="Links and files">
                <ul>
                  {links.map(({ label, url }) => {
                    const href = safeHref(url);
                    return (
                      <li key={`${label} ${url}`}>
                        {href === undefined ? (
                          label
                        ) : (
                          <a href={href} target="_blank" rel="noreferrer noopener">
                            {label}
                          </a>
                        )}
                      </li>
                    );
                  })}
                </ul>
              </Part>
            )}
          </div>
        );
      }}
    </Answer>
  );
};
